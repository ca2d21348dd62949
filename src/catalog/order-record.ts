// How an exchange shows an order: the type of that part of a definition.

/** How the fields of an order's record are to be read. What is left out cannot be told from a record. */
export interface OrderRecord {
  /** Field, or fields, with the client order id. @default the names under which it is sent */
  readonly id?: string | readonly string[];
  /** Field with the exchange's own id. @default 'orderId' */
  readonly ownId?: string;
  /** Parameters of a placing, and the fields of its record that have to have the same value. */
  readonly same?: Readonly<Record<string, string>>;
  /** When the order came into being, in milliseconds since 1970 unless said otherwise. */
  readonly born?: {
    /** Dotted path in the record. */
    readonly field: string;
    /** What it is counted in. @default 'ms' */
    readonly unit?: 'ms' | 's';
  };
  /** Field with the order's state, and the words for each. */
  readonly state?: {
    /** Dotted path in the record. */
    readonly field: string;
    /** It stands, filled in part or not at all. */
    readonly open?: readonly string[];
    /** It is filled to its end. */
    readonly filled?: readonly string[];
    /** It was cancelled or expired, whatever was filled before. */
    readonly cancelled?: readonly string[];
    /** It was taken, and refused later on: it never stood. */
    readonly refused?: readonly string[];
  };
  /** Parameters of an amend, and the fields of the record that they change. */
  readonly amends?: Readonly<Record<string, string>>;
  /** Parameters of an amend that change nothing: what the order is called, when it was sent. */
  readonly neutral?: readonly string[];
}
