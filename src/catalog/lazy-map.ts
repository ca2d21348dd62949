// A map that is filled when it is first read, so that an imported table of a thousand rows costs nothing until then.

/** A read-only map of what `build` returns. It is called once, by the first read, and again by the next where it throws. */
export function lazyMap<Key, Value>(build: () => ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  return new LazyMap(build);
}

/** A map to all that ask whether it is one. */
class LazyMap<Key, Value> extends Map<Key, Value> {
  readonly #build: () => ReadonlyMap<Key, Value>;
  #built: ReadonlyMap<Key, Value> | undefined;

  constructor(build: () => ReadonlyMap<Key, Value>) {
    super();
    this.#build = build;
  }

  get #map(): ReadonlyMap<Key, Value> {
    this.#built ??= this.#build();
    return this.#built;
  }

  override get size(): number {
    return this.#map.size;
  }

  override get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  override has(key: Key): boolean {
    return this.#map.has(key);
  }

  override forEach(visit: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this.#map) visit(value, key, this);
  }

  override entries(): MapIterator<[Key, Value]> {
    return this.#map.entries();
  }

  override keys(): MapIterator<Key> {
    return this.#map.keys();
  }

  override values(): MapIterator<Value> {
    return this.#map.values();
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#map.entries();
  }
}
