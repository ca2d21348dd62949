// Writes instants of a record.
const dayMs = 86_400_000;
/** Smaller numbers are no dates of our time but those of the record's own clock. */
const firstDateMs = 1e11;

/** Makes the function that writes the instants of a record: with the day only where it holds more than one. */
export function timeWriter(fromAt: number, untilAt: number): (at: number) => string {
  const hasDay = fromAt < firstDateMs ? untilAt >= dayMs : dayOf(fromAt) !== dayOf(untilAt);
  return (at) => {
    const [day, time] = partsOf(at);
    return hasDay ? `${day} ${time}` : time;
  };
}

/** From when to when a record goes, for a headline; nothing for a clock of its own. */
export function spanOf(fromAt: number, untilAt: number): string {
  if (fromAt < firstDateMs) return '';
  const [day, from] = partsOf(fromAt);
  const [lastDay, until] = partsOf(untilAt);
  const end = dayOf(fromAt) === dayOf(untilAt) ? until.slice(0, 8) : `${lastDay} ${until.slice(0, 8)}`;
  return `, ${day} ${from.slice(0, 8)} to ${end} UTC`;
}

function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

function partsOf(at: number): readonly [day: string, time: string] {
  const [day = '', time = ''] = new Date(at).toISOString().slice(0, -1).split('T');
  return [day, time];
}
