// Where an exchange tells its time: the types of that part of a definition.

/** Where the exchange tells its time. */
export interface TimeSource {
  /** The first whose `when` prefixes the path of the failed call is asked; the last needs none. */
  readonly routes: readonly {
    /** The beginning of the failed call's path. @default any */
    readonly when?: string;
    /** What is asked, by GET. */
    readonly path: string;
  }[];
  /** Fields of the answer, first present counts; `date`: the HTTP header, whole seconds. */
  readonly from: readonly (string | TimeField)[] | 'date';
  /**
   * Fields in which every answer tells the time at which it was made, not just those to a time request. The clock is kept by
   * them without asking. @default none
   */
  readonly answers?: readonly TimeField[];
}

/** A field that holds a time since 1970. */
export interface TimeField {
  /** Dotted path of the field with the time. */
  readonly field: string;
  /** What it is counted in. @default by its digits */
  readonly unit: 's' | 'ms' | 'us' | 'ns' | 'iso';
}
