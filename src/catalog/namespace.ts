// A table of codes of its own, for some of an exchange's hosts or routes: the type.

/** A table of codes that some of the answers speak. The first that fits an answer counts. */
export interface Namespace {
  /** What `over` of its rows says. */
  readonly name: string;
  /** Answers that speak it: all given parts fit. */
  readonly match: {
    /** Patterns of paths, as those of routes. */
    readonly path?: string | readonly string[];
    /** The hosts that it is sent to. */
    readonly host?: string | readonly string[];
    /**
     * Patterns of paths that stand for `host` where a request goes to none of the exchange's `hosts`: through a proxy, or to a
     * server of a test. @default there is no other sign of it
     */
    readonly elsewhere?: string | readonly string[];
    /** How it travels. */
    readonly transport?: 'rest' | 'ws';
  };
  /** Its rows are all that holds there. @default false: they win over the table */
  readonly alone?: boolean;
}
