// Checks a definition of one's own: what it says, and how it reads given answers.
import { type CliError, failed, misused } from '../cli-error.ts';
import type { Context, Options, Report } from '../command.ts';
import { open } from '../lines.ts';
import { titleOf } from '../names.ts';
import { headline, table } from '../text/layout.ts';
import { count, few, grouped } from '../text/numbers.ts';
import { type CheckedAnswer, checkAnswer } from './answers.ts';
import { type Findings, findingLines, inspect } from './definition.ts';
import { broken, loadExchange } from './load-exchange.ts';

/** More answers show nothing that fewer do not, and all of them are held. */
const mostAnswers = 10_000;

/** `check` */
export async function run(
  words: readonly string[],
  { bodies }: Options,
  { stdin }: Context,
): Promise<Report> {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0)
    throw misused('check takes one module or exchange, such as: check ./my-exchange.js.');
  const exchange = await loadExchange(name);
  const definition = inspectOr(name, () => inspect(exchange));
  if (bodies === undefined) return { value: { definition }, lines: findingLines(definition) };
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
  return {
    value: { definition, answers },
    lines: answerLines(definition, answers),
    problem: mismatch(answers),
  };
}

function inspectOr(name: string, look: () => Findings): Findings {
  try {
    return look();
  } catch (error) {
    throw broken(name, error);
  }
}

function answerLines({ exchange, name }: Findings, answers: readonly CheckedAnswer[]): readonly string[] {
  const rows = answers.map(({ line, status = '', code, category, outcome, whatWeDo, unspoken, wrong }) => [
    grouped(line),
    String(status),
    code ?? '',
    category ?? '',
    outcome ?? '',
    wrong.length > 0 ? `WRONG: ${wrong.join('; ')}` : [unspoken, whatWeDo].filter(Boolean).join('; '),
  ]);
  const unspoken = answers.filter((answer) => answer.unspoken !== undefined);
  return [
    ...headline(`${titleOf({ id: exchange, name })}: ${count(answers.length, 'answer')}`),
    '',
    ...table(['Line', 'HTTP', 'Code', 'Category', 'Outcome', 'What we do'], rows, [0, 1]),
    ...(unspoken.length === 0
      ? []
      : ['', `The definition does not speak of ${count(unspoken.length, 'answer')}.`]),
  ];
}

function mismatch(answers: readonly CheckedAnswer[]): CliError | undefined {
  const wrong = answers
    .filter((answer) => answer.wrong.length > 0)
    .map(({ line }) => `line ${grouped(line)}`);
  if (wrong.length === 0) return undefined;
  return failed(`${count(wrong.length, 'answer')} not as expected: ${few(wrong, 10)}.`);
}
