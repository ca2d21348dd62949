// The tables that check what a definition says of statuses, waits, times and namespaces of answers.
import { bad, type Place } from '../options/check-value.ts';
import {
  duration,
  fieldPath,
  flag,
  func,
  list,
  number,
  object,
  oneOf,
  only,
  pattern,
  required,
  text,
  union,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { categories } from '../types.ts';
import { checkOwnNames, limitRef, pathPattern } from './limit-shape.ts';
import type { ResetHeader, StatusRow, WaitSource } from './limit-signals.ts';
import type { Namespace } from './namespace.ts';
import { path } from './order-shape.ts';
import type { TimeField, TimeSource } from './time-source.ts';

export const host: Kind = only(
  "a host such as 'api.example.com', without 'https://' and path",
  (value) => typeof value === 'string' && /^[^\s/@?#]+$/.test(value),
);

const statusShape: Shape<StatusRow> = {
  status: required(number({ min: 100, max: 599, integer: true })),
  html: flag,
  text,
  category: required(oneOf(...categories)),
  outcome: required(oneOf('rejected', 'unknown')),
  waitMs: duration(),
  limit: limitRef,
};

const resetShape: Shape<ResetHeader> = {
  header: required(text),
  unit: required(oneOf('s', 'ms', 'instant')),
  left: text,
  pick: func,
};

const waitShape: Shape<WaitSource> = {
  field: fieldPath,
  text: pattern,
  unit: required(oneOf('s', 'ms', 'instant')),
};

const timeRouteShape: Shape<TimeSource['routes'][number]> = { when: path, path: required(path) };

export const timeFieldShape: Shape<TimeField> = {
  field: required(fieldPath),
  unit: required(oneOf('s', 'ms', 'us', 'ns', 'iso')),
};

export const timeShape: Shape<TimeSource> = {
  routes: required(list(object(timeRouteShape), checkReach)),
  from: required(
    union(oneOf('date'), list(union(fieldPath, object(timeFieldShape)), undefined, 'a list of fields')),
  ),
  answers: list(object(timeFieldShape)),
};

const nameList = (of: Kind): Kind => union(of, list(of));

const namespaceShape: Shape<Namespace> = {
  name: required(
    only("a name that is no transport's", (value) => text.is(value) && value !== 'rest' && value !== 'ws'),
  ),
  match: required(
    object(
      {
        path: nameList(pathPattern),
        host: nameList(host),
        elsewhere: nameList(pathPattern),
        transport: oneOf('rest', 'ws'),
      },
      checkElsewhere,
    ),
  ),
  alone: flag,
};

export const statusList: Kind = list(object(statusShape), checkStatuses);
export const resetList: Kind = list(object(resetShape));
export const waitList: Kind = list(object(waitShape, checkWait));
export const namespaceList: Kind = list(object(namespaceShape), checkOwnNames);

/** What comes after a route for every path is never asked. */
function checkReach(routes: readonly unknown[], option: string, place: Place): void {
  if (routes.length === 0) throw bad(option, routes, 'at least one route', place);
  const open = (routes as TimeSource['routes']).findIndex(({ when }) => when === undefined);
  if (open >= 0 && open < routes.length - 1)
    throw bad(`${option}[${open}].when`, undefined, 'a path, since others come after it', place);
}

/** A row would never count after one of its status that takes all bodies it takes. */
function checkStatuses(rows: readonly unknown[], option: string, place: Place): void {
  const statuses = rows as readonly StatusRow[];
  const at = statuses.findIndex(({ status, html, text: words }, index) =>
    statuses
      .slice(0, index)
      .some(
        (above) =>
          above.status === status &&
          (above.html === undefined || above.html === html) &&
          (above.text === undefined || words?.toLowerCase().startsWith(above.text.toLowerCase())),
      ),
  );
  if (at >= 0)
    throw bad(`${option}[${at}].status`, statuses[at]?.status, 'a status that no row above has', place);
}

/** Paths that stand for no host say nothing. */
function checkElsewhere({ host: given, elsewhere }: Namespace['match'], place: Place): void {
  if (elsewhere !== undefined && given === undefined)
    throw bad(`${place.path}elsewhere`, elsewhere, 'paths that stand for `host`, beside it', place);
}

/** A wait without a field is read from the text of the refusal, which is no number. */
function checkWait({ field, text: words }: WaitSource, place: Place): void {
  if (field === undefined && words === undefined)
    throw bad(
      `${place.path}text`,
      words,
      'a regular expression with one group, or `field` in its place',
      place,
    );
  if (words && new RegExp(`${words.source}|`, words.flags).exec('')?.length !== 2)
    throw bad(`${place.path}text`, words, 'a regular expression with one group', place);
}
