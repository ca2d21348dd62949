// Writes numbers and durations as a person would say them.
/** A count with its noun: `1 request`, `2,000 requests`. */
export function count(number: number, one: string, several: string = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : several}`;
}

/** With a comma between the thousands, whatever the locale. */
export function grouped(number: number): string {
  const [whole = '', fraction] = String(number).split('.');
  const commas = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? commas : `${commas}.${fraction}`;
}

/** Milliseconds to a tenth, without a sign on zero. */
export function tenths(ms: number): string {
  const rounded = Math.round(ms * 10) / 10;
  return `${grouped(rounded === 0 ? 0 : rounded)} ms`;
}

/** A duration as a person would say it. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${grouped(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
