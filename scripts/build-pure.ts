// Tells bundlers that no value of a built module has a side effect when it is made. package.json says so of whole files, which
// is too coarse once modules are joined: a table of checks would be kept by whoever needs its neighbour.

/** A variable at the top of a module: from its name to the semicolon before the next line that is not indented. */
const variable = /^var ([\w$]+) = ((?:[^`]|`[^`\n]*`)*?);$(?=\n+[^\s)\]}])/gm;
/** Functions and classes have none by themselves. */
const isCode = /^(?:class\b|(?:async )?(?:function\b|(?:\([^)]*\)|[\w$]+) =>))/;
/** Calls, spreads, reads of a property, sums of other variables, texts made of parts. */
const couldAct = /[(.]|\$\{|\* [a-z]/i;

/** @param code a module as esbuild prints it */
export function markPure(code: string): string {
  return code.replaceAll(variable, (statement, name: string, value: string) =>
    isCode.test(value) || !couldAct.test(value)
      ? statement
      : `var ${name} = /* @__PURE__ */ (() => (${value}))();`,
  );
}
