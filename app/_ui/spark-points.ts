/** The points of a line through all values, zero at the bottom, within a box with 1 px of air. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  const shown = values.length === 1 ? [values[0] ?? 0, values[0] ?? 0] : values;
  const most = Math.max(...shown, 0);
  const step = (width - 2) / Math.max(1, shown.length - 1);
  return shown
    .map((value, at) => {
      const share = most === 0 ? 0 : Math.max(0, value) / most;
      const y = height - 1 - share * (height - 2);
      return `${round(1 + at * step)},${round(y)}`;
    })
    .join(" ");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
