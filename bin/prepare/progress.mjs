const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Shows what takes longer than a second: a spinner in a terminal, plain lines elsewhere. */
export function createProgress(stream = process.stdout) {
  const active = new Map();
  const isTerminal = Boolean(stream.isTTY);
  let timer;
  let frame = 0;

  const clear = () => {
    if (isTerminal) stream.write("\r\u001b[2K");
  };
  const draw = () => {
    const slow = [...active].filter(([, started]) => Date.now() - started > 300).map(([label]) => label);
    if (slow.length === 0) return;
    const seconds = Math.round((Date.now() - Math.min(...active.values())) / 1000);
    frame = (frame + 1) % frames.length;
    stream.write(`\r\u001b[2K${frames[frame]} ${slow.join(" · ")} ${seconds} s`);
  };
  const tick = () => {
    if (active.size > 0 && timer === undefined && isTerminal) timer = setInterval(draw, 100);
    if (active.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
      clear();
    }
  };

  return {
    /** One line that stays. */
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    /** Does the work and shows its label while it lasts longer than a second. */
    async during(label, work) {
      const started = Date.now();
      active.set(label, started);
      tick();
      const announce = isTerminal ? undefined : setTimeout(() => stream.write(`${label} …\n`), 1_000);
      try {
        const result = await work();
        active.delete(label);
        tick();
        const seconds = (Date.now() - started) / 1000;
        if (seconds > 1) this.say(`${label}: done in ${seconds.toFixed(1)} s`);
        return result;
      } finally {
        clearTimeout(announce);
        active.delete(label);
        tick();
      }
    },
  };
}
