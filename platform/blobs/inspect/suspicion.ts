/**
 * What is odd about a blob. It is kept and shown with a warning: `trailingData` bytes behind the end of the document ·
 * `polyglot` also opens as something else · `javascript`, `launch` a PDF that would act · `embeddedFile` a PDF with
 * attachments · `encrypted` a PDF that hides its content from these checks · `hugeImage` a PDF whose picture would
 * take too much memory · `unchecked` too much or too odd to be looked at whole · `broken` it ends in the middle.
 */
export type Suspicion =
  | 'trailingData'
  | 'polyglot'
  | 'javascript'
  | 'launch'
  | 'embeddedFile'
  | 'encrypted'
  | 'hugeImage'
  | 'unchecked'
  | 'broken';
