// Where the charts of a day lie, and how instants and counts become pixels.
import type { Day } from './day-data.ts';
import type { Size } from './svg.ts';

/** Where a chart lies, in pixels. */
export interface Chart {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly lane: number;
}

export const charts: Readonly<Record<Size, Chart>> = {
  wide: { left: 104, right: 676, height: 116, lane: 20 },
  narrow: { left: 92, right: 286, height: 116, lane: 20 },
};

export interface Scale {
  readonly chart: Chart;
  /** Of an instant, in milliseconds since midnight. */
  readonly x: (at: number) => number;
  /** The height of so many orders. */
  readonly tall: (orders: number) => number;
  readonly top: number;
}

/** The same for both bots, up to the next fifty above the tallest. */
export function scaleOf({ dayMs, bots }: Day, chart: Chart): Scale {
  const most = Math.max(...bots.flatMap(({ busiest }) => busiest));
  const top = Math.ceil(most / 50) * 50;
  return {
    chart,
    top,
    x: (at) => chart.left + ((chart.right - chart.left) * at) / dayMs,
    tall: (orders) => (chart.height * orders) / top,
  };
}
