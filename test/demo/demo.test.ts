import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiosBots } from '../../demo/axios-bots.ts';
import { main } from '../../demo/main.ts';
import { Screen, type Sink } from '../../demo/screen.ts';
import { printVerdict } from '../../demo/tables.ts';
import { sum, type Tally, wrongs } from '../../demo/tally.ts';
import { copyOf } from '../../scripts/pack.ts';
import { marketIds } from '../../tools/markets.ts';
import { credentials } from '../../tools/samples.ts';

/** A stream that keeps what it gets. */
class Paper implements Sink {
  readonly isTTY: boolean;
  text = '';

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }

  /** The cells of a table's row. */
  row(name: string): readonly string[] {
    const line = this.text.split('\n').find((text) => text.trim().startsWith(name));
    return line?.trim().slice(name.length).trim().split(/ {2,}/) ?? [];
  }
}

const well: Tally = sum([]);

describe('the demo', () => {
  describe('at one exchange', () => {
    const paper = new Paper();
    let exitCode: number;
    beforeAll(async () => {
      exitCode = await main(['ox-fun'], paper, axiosBots);
    });

    it('ends with exit code 0, and says why', () => {
      expect(exitCode).toBe(0);
      expect(paper.text).toContain('With us nothing was doubled and nothing was lost.');
    });

    it('is plain text of 80 columns where no terminal is', () => {
      expect(paper.text).not.toMatch(/[^\n -~]/);
      expect(paper.text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    });

    it('shows what happens to a call', () => {
      expect(paper.text).toMatch(/order 26 +attempt 2: 20007 rate-limit, had no effect\n.*everybody waits/);
      expect(paper.text).toMatch(/order 28 +looked up: it stands, so it is not sent again/);
      expect(paper.text).toMatch(/\[#*\.+\] \d+ done, \d+ wait for the limit\n/);
      expect(paper.text).toMatch(/\[#{25}\] 25 done, 0 wait for the limit\n/);
    });

    it('counts the day with us', () => {
      // The look-up is an attempt, and no call of the bot's.
      expect(paper.row('calls')).toEqual(['33']);
      expect(paper.row('attempts')).toEqual(['41, and 3 requests for the time']);
      expect(paper.row('errors')).toEqual(['rate-limit 2, funds 1, network 1, timestamp 5']);
      expect(paper.row('orders  ')).toEqual(['33 asked, 32 executed, 0 doubled']);
    });

    it('compares it with the day without us', () => {
      expect(paper.row('orders asked')).toEqual(['33', '33', '33']);
      expect(paper.row('executed  ')).toEqual(['32', '21', '21']);
      expect(paper.row('executed more than once')).toEqual(['0', '0', '1 (up to 4x)']);
      expect(paper.row('executed, but reported as failed')).toEqual(['0', '1', '0']);
      expect(paper.row('affordable, but not executed')).toEqual(['0', '11', '11']);
      expect(paper.row('requests over a limit')).toEqual(['0', '5', '5']);
    });

    it('prints no key', () => {
      const shown = Object.values(credentials).filter((secret) => paper.text.includes(secret));
      expect(shown).toEqual([]);
    });
  });

  it('refuses an exchange that there is none of, with the names that there are', async () => {
    const paper = new Paper();
    expect(await main(['ox-fun', 'nowhere'], paper, axiosBots)).toBe(2);
    expect(paper.text).toBe(
      `There is no exchange "nowhere". Take one of ${marketIds.join(', ')}, or none for 5 of them.\n`,
    );
  });

  it('is started by `npm start` where nothing was built before', { timeout: 60_000 }, () => {
    const cwd = copyOf('demo', 'src', 'scripts', 'tools');
    const argv = ['start', '--silent', '--', 'nowhere'];
    const { status, stdout, stderr } = spawnSync('npm', argv, { cwd, encoding: 'utf8' });
    rmSync(cwd, { recursive: true, force: true });
    expect([status, stderr]).toEqual([2, '']);
    expect(stdout).toMatch(/^There is no exchange "nowhere"\./);
  });

  it.each([
    [{ doubled: 1 }, '1 executed more than once'],
    [{ missed: 2 }, '2 not executed'],
    [{ executedUnnoticed: 1 }, '1 executed and reported as failed'],
    [{ imagined: 1 }, '1 reported as placed and not executed'],
  ])('fails in words when with us it came to %o', (bad, words) => {
    const paper = new Paper();
    const tally = { ...well, asked: 33, ...bad };
    expect(wrongs(tally)).toEqual([words]);
    expect(printVerdict(new Screen(paper, undefined), tally, 1000)).toBe(false);
    expect(paper.text).toContain(`FAILED with us: of 33 orders, ${words}.`);
  });

  it('is coloured on a terminal only, and not where NO_COLOR is set', () => {
    const print = (isTTY: boolean, noColor: string | undefined): string => {
      const paper = new Paper(isTTY);
      const screen = new Screen(paper, noColor);
      screen.status('soon');
      screen.line(screen.paint('red', 'now'));
      return paper.text;
    };
    expect(print(false, undefined)).toBe('now\n');
    expect(print(true, '1')).toBe('now\n');
    expect(print(true, '')).toBe('soon\r\u001b[2K\u001b[31mnow\u001b[39m\n');
  });
});
