// Where the charts of a day lie, and how instants and counts become pixels.
import type { Day } from './day-data.ts';

/** Where a chart lies, in pixels. */
export const chart = { left: 104, right: 676, height: 116, lane: 20 } as const;

export interface Scale {
  /** Of an instant, in milliseconds since midnight. */
  readonly x: (at: number) => number;
  /** The height of so many orders. */
  readonly tall: (orders: number) => number;
  readonly top: number;
}

/** The same for both bots, up to the next fifty above the tallest. */
export function scaleOf({ dayMs, bots }: Day): Scale {
  const most = Math.max(...bots.flatMap(({ busiest }) => busiest));
  const top = Math.ceil(most / 50) * 50;
  return {
    top,
    x: (at) => chart.left + ((chart.right - chart.left) * at) / dayMs,
    tall: (orders) => (chart.height * orders) / top,
  };
}
