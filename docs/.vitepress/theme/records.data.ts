import { pages } from '../sidebar.ts';

export interface Records {
  readonly decisions: ReturnType<typeof pages>;
  readonly discoveries: ReturnType<typeof pages>;
}

declare const data: Records;

export { data };

export default {
  watch: ['../../decisions/*.md', '../../discoveries/*.md'],
  load: (): Records => ({ decisions: pages('decisions'), discoveries: pages('discoveries') }),
};
