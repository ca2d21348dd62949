// Where answers that hold an error usually have their code and their text.
import { valueAt } from '../internal.ts';

/** Fields with a code, the most usual first. */
const codeFields = [
  'code',
  'retCode',
  'ret_code',
  'error_code',
  'errorCode',
  'err_code',
  'err-code',
  'error.code',
  'error.name',
  'label',
  'errcode',
  'statusCode',
] as const;

/** Fields with a text for people. */
const messageFields = [
  'msg',
  'message',
  'retMsg',
  'ret_msg',
  'err_msg',
  'err-msg',
  'errorMsg',
  'error_message',
  'errorMessage',
  'error_description',
  'error.message',
  'error.msg',
  'error.description',
  'error',
  'reason',
  'detail',
  'errmsg',
  'response',
] as const;

/** A code has no white space; what has is a sentence. */
const codeShape = /^[\w.:/-]{1,64}$/;

export function isCodeLike(text: string): boolean {
  return codeShape.test(text);
}

/** The code of an answer that holds an error; undefined where none is in a usual place. */
export function codeIn(value: object): string | undefined {
  // ["error", 10001, "text"]
  if (Array.isArray(value)) return value.length > 4 ? undefined : firstNumber(value);
  for (const field of codeFields) {
    const code = valueAt(value, field);
    if (typeof code === 'number' || (typeof code === 'string' && isCodeLike(code))) return String(code);
  }
  return undefined;
}

function firstNumber(list: readonly unknown[]): string | undefined {
  const found = list.find((part) => typeof part === 'number');
  return found === undefined ? undefined : String(found);
}

/** The text of an answer that holds an error, 500 characters at most; undefined where none is in a usual place. */
export function messageIn(value: object): string | undefined {
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').at(-1);
  for (const field of messageFields) {
    const text = valueAt(value, field);
    if (typeof text === 'string' && text !== '') return text.slice(0, 500);
  }
  const errors = valueAt(value, 'error') ?? valueAt(value, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first === 'string') return first.slice(0, 500);
  return typeof first === 'object' && first !== null ? messageIn(first) : undefined;
}

const good = /^(?:0+|200|2000+|20000+|ok|success|succeeded|true)$/i;

/** Whether a code, or a word in its place, means success at every exchange. */
export function isGoodCode(code: string | undefined): boolean {
  return code !== undefined && (code === '' || good.test(code));
}

/** Fields that nothing but an error has a text in. */
const errorTexts = ['errorMsg', 'error_msg', 'err_msg', 'err-msg', 'error_message', 'errorMessage'];

/** What may stand beside a code and a text in an answer that holds nothing else. */
const noise = new Set(['ts', 'time', 'timestamp', 'requestTime', 'success', 'tid', 'traceId', 'request_id']);

/**
 * Whether an answer by itself is a refusal, for answers in which `handleErrors` found nothing: some throw only for codes
 * that they list.
 * @param isListed whether a row has this code or text.
 */
export function isRefusal(value: object, isListed: (key: string) => boolean): boolean {
  if (Array.isArray(value)) return false;
  const code = codeIn(value);
  const message = messageIn(value);
  if (isGoodCode(code) || isGoodCode(message)) return false;
  const flags = ['success', 'succeeded', 'ok', 'result'].map((flag) => String(valueAt(value, flag)));
  if (flags.includes('true')) return false;
  if (flags.includes('false')) return true;
  if (/^err(?:or)?$/.test(String(valueAt(value, 'status')))) return true;
  if (hasContent(valueAt(value, 'error')) && message !== undefined) return true;
  if (errorTexts.some((field) => hasContent(valueAt(value, field)))) return true;
  if (message === undefined) return false;
  return code === undefined ? isListed(message) : isListed(code) || isBare(value);
}

function isBare(value: object): boolean {
  const known: readonly string[] = [...codeFields, ...messageFields];
  return Object.entries(value).every(
    ([name, member]) => known.includes(name) || noise.has(name) || !hasContent(member),
  );
}

function hasContent(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
