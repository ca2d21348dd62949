// What is typed and chosen, kept in the address.
import { type ComputedRef, computed, onMounted, onUnmounted, type Ref, ref, watch } from 'vue';
import { fromHash, toHash } from './link.ts';
import { data as names } from './names.data.ts';
import type { Question } from './next-part.ts';

type Parts = { readonly [part in keyof Question]: Ref<string> };

/** Its parts, and the whole of it. */
export function useQuestion(): Parts & { readonly question: ComputedRef<Question> } {
  const query = ref('');
  const exchange = ref('');
  const category = ref('');
  const question = computed(() => ({
    query: query.value,
    exchange: exchange.value,
    category: category.value,
  }));

  function readHash(): void {
    const link = fromHash(location.hash);
    query.value = link.query;
    exchange.value = names.some(({ id }) => id === link.exchange) ? link.exchange : '';
    category.value = link.category;
  }

  onMounted(() => {
    readHash();
    window.addEventListener('hashchange', readHash);
  });
  onUnmounted(() => window.removeEventListener('hashchange', readHash));
  watch(question, (asked) => {
    const hash = toHash(asked);
    if (hash !== location.hash)
      history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
  });
  return { query, exchange, category, question };
}
