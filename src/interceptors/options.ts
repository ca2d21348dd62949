export { callOptions, callShape } from '../call-options.ts';
