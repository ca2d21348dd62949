/** Told by the policies; the command line says the same. */
export { type Reaction, reactionTo, whatWeDo } from '../src/policies/what-we-do.ts';
