// Preloaded into the workers of F16: a parser with a bug that ends the whole process over certain data.
const { parse } = JSON;
JSON.parse = (text, reviver) => {
  if (typeof text === "string" && /"poison":true/.test(text)) process.kill(process.pid, "SIGKILL");
  return parse(text, reviver);
};
