/**
 * Stands for Node's `Buffer` in the browser. The parser of expressions looks whether there is one, and does well
 * without; the stand-in that the bundler would bring along weighs 7 kB.
 */
export const Buffer = undefined;
