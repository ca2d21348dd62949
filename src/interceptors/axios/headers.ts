import type { InternalAxiosRequestConfig, RawAxiosRequestHeaders } from 'axios';

type Headers = InternalAxiosRequestConfig['headers'];

/** Of the class that a copy of axios knows: another copy's object would be taken for the name of a header. */
export function headersLike(model: Headers, names: object): Headers {
  const Class = model.constructor as new (names: RawAxiosRequestHeaders) => Headers;
  return new Class({ ...names });
}
