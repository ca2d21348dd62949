// Checks a definition of one's own: what it says, and how it reads given answers.
import type { Exchange } from '../../internal.ts';
import { count, few, grouped, printable } from '../../replay/wording.ts';
import { type Context, failed, type Options, onlyWord, type Report } from '../command.ts';
import { open } from '../lines.ts';
import { titleOf } from '../names.ts';
import { headline, table } from '../text.ts';
import { type CheckedAnswer, checkAnswer } from './answers.ts';
import { definitionReport } from './definition.ts';
import { broken, loadExchange } from './load-exchange.ts';

/** More answers show nothing that fewer do not, and all of them are held. */
const mostAnswers = 10_000;

/** `check` */
export async function check(
  words: readonly string[],
  { bodies }: Options,
  { stdin }: Context,
): Promise<Report> {
  const name = onlyWord(words, 'check takes one module or exchange, such as: check ./my-exchange.js.');
  const exchange = await loadExchange(name);
  const definition = inspect(name, exchange);
  if (bodies === undefined) return definition;
  const answers: CheckedAnswer[] = [];
  const source = await open(bodies, stdin, 'check');
  let line = 0;
  for await (const { lines } of source.batches)
    for (const text of lines) {
      line += 1;
      if (text?.trim() === '') continue;
      if (answers.length === mostAnswers)
        throw failed(`${source.name} holds more than ${grouped(mostAnswers)} answers.`);
      answers.push(checkAnswer(exchange, line, text));
    }
  if (answers.length === 0)
    throw failed(`${source.name} holds no answer.`, 'check --help tells what a line looks like.');
  const compared = grouped(answers.filter(({ isCompared }) => isCompared).length);
  const wrong = answers
    .filter((answer) => answer.wrong.length > 0)
    .map(({ line }) => `line ${grouped(line)}`);
  return {
    value: answers,
    lines: [
      ...headline(`${titleOf(exchange)}: ${count(answers.length, 'answer')}, ${compared} compared`),
      '',
      ...answerLines(answers),
    ],
    problem:
      wrong.length > 0
        ? failed(`${count(wrong.length, 'answer')} not as expected: ${few(wrong, 10)}.`)
        : undefined,
  };
}

function inspect(name: string, exchange: Exchange): Report {
  try {
    return definitionReport(exchange);
  } catch (error) {
    throw broken(name, error);
  }
}

function answerLines(answers: readonly CheckedAnswer[]): readonly string[] {
  const rows = answers.map(({ line, status, code, category, outcome, whatWeDo, unspoken, wrong }) => [
    // Where there are no codes the texts stand for them.
    ...[grouped(line), status, code && printable(code, 40), category, outcome].map((cell = '') =>
      String(cell),
    ),
    [...(wrong.length > 0 ? [`WRONG: ${wrong.join('; ')}`, unspoken] : [unspoken, whatWeDo])]
      .filter(Boolean)
      .join('; '),
  ]);
  const unspoken = answers.filter((answer) => answer.unspoken !== undefined).length;
  return [
    ...table(['Line', 'HTTP', 'Code', 'Category', 'Outcome', 'What we do'], rows, [0, 1]),
    ...(unspoken > 0 ? ['', `The definition does not speak of ${count(unspoken, 'answer')}.`] : []),
  ];
}
