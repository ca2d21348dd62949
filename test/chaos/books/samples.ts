// Requests, as a form writes them.
import type { Sample } from '../../../tools/samples.ts';

type Method = Sample['method'] | 'PUT' | 'PATCH';

type Make = (method: Method, path: string, params?: object) => Sample;

// The type of samples has those methods alone that other tools need.
const sample =
  (as: Sample['as']): Make =>
  (method, path, params = {}) => ({ method: method as Sample['method'], path, params, as });

export const json: Make = sample('json');
export const form: Make = sample('form');
export const query: Make = sample('query');
