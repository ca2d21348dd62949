import { readFile, writeFile } from 'node:fs/promises';
import type { Day } from './day-data.ts';
import { drawDay } from './draw-day.ts';
import { drawOrders, type Orders } from './draw-orders.ts';
import { measureDay } from './measure-day.ts';
import { measureOrders } from './measure-orders.ts';

export interface PicturesOptions {
  /** Where data and pictures lie, with a slash at the end. */
  readonly folder: string;
  /** The root of the repository, with a slash at the end. */
  readonly root: string;
  /** Whose data is measured anew; the others are drawn from what is there. */
  readonly measured: readonly string[];
}

/** Writes the data, then the pictures. */
export async function main({ folder, root, measured }: PicturesOptions): Promise<void> {
  if (measured.includes('day')) await write(`${folder}day.json`, JSON.stringify(await measureDay(1)));
  if (measured.includes('orders')) await write(`${folder}orders.json`, await measureOrders(root));
  const day: Day = JSON.parse(await readFile(`${folder}day.json`, 'utf8'));
  await write(`${folder}day.svg`, drawDay(day));
  const orders: Orders = JSON.parse(await readFile(`${folder}orders.json`, 'utf8'));
  await write(`${folder}orders.svg`, drawOrders(orders));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, `${text.trimEnd()}\n`);
}
