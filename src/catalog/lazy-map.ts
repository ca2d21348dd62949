// A map that is filled when it is first read, so that an imported table of a thousand rows costs nothing until then.

/** A read-only map of what `build` returns. It is called once, by the first read, and again by the next where it throws. */
export function lazyMap<Key, Value>(build: () => ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  return new LazyMap(build);
}

class LazyMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly #build: () => ReadonlyMap<Key, Value>;
  #built: ReadonlyMap<Key, Value> | undefined;

  constructor(build: () => ReadonlyMap<Key, Value>) {
    this.#build = build;
  }

  get #map(): ReadonlyMap<Key, Value> {
    this.#built ??= this.#build();
    return this.#built;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  has(key: Key): boolean {
    return this.#map.has(key);
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [key, value] of this.#map) visit(value, key, this);
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#map.entries();
  }

  keys(): MapIterator<Key> {
    return this.#map.keys();
  }

  values(): MapIterator<Value> {
    return this.#map.values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#map.entries();
  }
}
