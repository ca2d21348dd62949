// Loads what a question needs, one part after the other, and answers as far as it is there.
import { type ComputedRef, computed, onUnmounted, type Ref, shallowRef, watch } from 'vue';
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import type { Card } from './card.ts';
import { fromIndex } from './codes-index.ts';
import { loadCodes, loadProfile, loadTexts } from './load-part.ts';
import { data as names } from './names.data.ts';
import { type Loaded, nextPart, type Part, type Question, type Told, tell } from './next-part.ts';

/** So many cards are drawn until more are asked for. */
export const firstPage = 40;
/** Who still types does not want what the half of a word would need. */
const typingMs = 120;

const codes = shallowRef<Awaited<ReturnType<typeof loadCodes>>>();
const texts = shallowRef<Awaited<ReturnType<typeof loadTexts>>>();
const profiles = shallowRef<ReadonlyMap<string, Exchange>>(new Map());
/** What has come stays, whichever page is shown. */
const loaded = computed<Loaded>(() => ({
  index: codes.value?.map((one, index) => fromIndex(one, texts.value?.[index])),
  hasTexts: texts.value !== undefined,
  profiles: profiles.value,
}));

async function load(part: Part): Promise<void> {
  if (part === 'codes') codes.value = await loadCodes();
  else if (part === 'texts') texts.value = await loadTexts();
  else profiles.value = new Map(profiles.value).set(part.id, await loadProfile(part.id));
}

function nameOf(part: Part): string {
  if (typeof part === 'string') return 'The list of codes';
  return names.find(({ id }) => id === part.id)?.name ?? part.id;
}

/** What the page shows of a question. */
export interface Explored {
  readonly told: ComputedRef<Told>;
  readonly shown: ComputedRef<Told['cards']>;
  /** Whether all that there is to know of a card is there. */
  readonly isWhole: (card: Card) => boolean;
  /** Whether more comes by itself. */
  readonly isLoading: ComputedRef<boolean>;
  /** What did not come, by name; then nothing is loaded until `retry`, or another question. */
  readonly failed: ComputedRef<string | undefined>;
  readonly retry: () => void;
}

/** @param opened keys of the cards that show everything @param showsAll whether all cards are drawn */
export function useExchanges(
  question: Ref<Question>,
  opened: Ref<ReadonlySet<string>>,
  showsAll: Ref<boolean>,
): Explored {
  const told = computed(() => tell(question.value, loaded.value));
  const shown = computed(() => (showsAll.value ? told.value.cards : told.value.cards.slice(0, firstPage)));
  const next = computed(() => nextPart(told.value, shown.value, opened.value, loaded.value));
  const lost = shallowRef<Part>();
  let isBusy = false;
  let isGone = false;
  let typing: ReturnType<typeof setTimeout> | undefined;

  async function step(): Promise<void> {
    const part = next.value;
    if (isGone || isBusy || typing !== undefined || lost.value !== undefined || part === undefined) return;
    isBusy = true;
    try {
      await load(part);
    } catch {
      lost.value = part;
    }
    isBusy = false;
    await step();
  }

  watch(question, () => {
    lost.value = undefined;
    clearTimeout(typing);
    typing = setTimeout(() => {
      typing = undefined;
      void step();
    }, typingMs);
  });
  watch([opened, showsAll], () => void step());
  onUnmounted(() => {
    clearTimeout(typing);
    isGone = true;
  });

  return {
    told,
    shown,
    isWhole: ({ exchanges: [first] }) => first !== undefined && profiles.value.has(first.id),
    isLoading: computed(() => next.value !== undefined && lost.value === undefined),
    failed: computed(() => lost.value && nameOf(lost.value)),
    retry: () => {
      lost.value = undefined;
      void step();
    },
  };
}
