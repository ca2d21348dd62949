// Compares texts that an exchange publishes with those in its answers.

/**
 * Whether a message begins with a published text, letter case and runs of white space aside. A text that ends in the middle
 * of a word of the message is another.
 */
export function beginsWith(message: string, published: string): boolean {
  const wanted = toPlain(published);
  // White space in runs makes a message longer than what it is compared with, within reason.
  const given = toPlain(message.slice(0, 2 * published.length + 100));
  if (!given.startsWith(wanted)) return false;
  return !(/\w$/.test(wanted) && /^\w/.test(given.slice(wanted.length)));
}

/** Whether a page holds a published text, letter case and runs of white space aside. */
export function holds(page: string, published: string): boolean {
  return toPlain(page).includes(toPlain(published));
}

function toPlain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
