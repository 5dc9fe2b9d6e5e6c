/** What templates and models call the tools that the editor has: `editor__name`; a `*` at the end stands for all that begin so. */
export const editorPrefix = 'editor__';
