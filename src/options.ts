export { bad, checkFunction, checkNumber, checkObject, checkOneOf, type NumberRule } from './validate.ts';
