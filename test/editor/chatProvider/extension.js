// Chat models as an extension brings them to the editor, each with a behaviour of its own.
const vscode = require('vscode');

const text = (value) => new vscode.LanguageModelTextPart(value);
const call = (id, name, input) => new vscode.LanguageModelToolCallPart(id, name, input);
const isResult = (part) => part instanceof vscode.LanguageModelToolResultPart;

const behaviours = {
  /** Looks around, then submits something that is no artifact. */
  async worker(messages, progress) {
    const results = messages.flatMap(({ content }) => [...content].filter(isResult));
    if (results.length === 0) {
      progress.report(text('Looking '));
      progress.report(text('around.'));
      return progress.report(call('call-1', 'list_files', { path: '.' }));
    }
    progress.report(call(`call-${results.length + 1}`, 'submit_artifact', { said: messages.length }));
  },
  async quota() {
    throw vscode.LanguageModelError.Blocked('You have used up your quota.');
  },
  async gone() {
    throw vscode.LanguageModelError.NotFound('No such model.');
  },
  async forbidden() {
    throw vscode.LanguageModelError.NoPermissions('Not for you.');
  },
  async broken(_messages, progress) {
    progress.report(text('Half an '));
    throw new Error('The backend fell over with key sk-canary-0123456789abcdef0123456789.');
  },
  async endless(_messages, progress, { token }) {
    progress.report(text('Thinking'));
    await new Promise((resolve) => token.onCancellationRequested(resolve));
  },
  async silent() {},
  /** Says what it was offered. */
  async mirror(_messages, progress, { tools, toolMode }) {
    progress.report(text(JSON.stringify({ tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })), isForced: toolMode === vscode.LanguageModelChatToolMode.Required })));
  },
  /** Is done before anyone could stop it. */
  async hasty(_messages, progress) {
    progress.report(text('All of it.'));
  },
  async busy() {
    throw new Error('429 Too many requests: rate limit reached.');
  },
};

/** Tools as an extension brings them to the editor. */
const result = (...parts) => new vscode.LanguageModelToolResult(parts.map(text));
let stopped = 0;
const tools = {
  test_weather: { invoke: ({ input }) => result(`Rain in ${input.place}.`, 'Key: sk-ant-api03-abcdefghijklmnopqrstuvwxyz012345') },
  test_endless: { invoke: (_options, token) => (token.onCancellationRequested(() => (stopped += 1)), new Promise(() => undefined)) },
  test_broken: { invoke: () => Promise.reject(new Error('The service is down.')) },
  test_refused: { invoke: () => Promise.reject(new vscode.CancellationError()) },
};

exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('test-tools.stopped', () => stopped));
  for (const [name, tool] of Object.entries(tools)) context.subscriptions.push(vscode.lm.registerTool(name, tool));
  context.subscriptions.push(vscode.lm.registerLanguageModelChatProvider('test-vendor', {
    provideLanguageModelChatInformation: () => Object.keys(behaviours).map((id) => ({
      id, name: id, family: `${id}-family`, version: '1', maxInputTokens: 50_000, maxOutputTokens: 4_000, capabilities: { toolCalling: true },
    })),
    provideLanguageModelChatResponse(model, messages, ...[options, progress, token]) {
      return behaviours[model.id](messages, progress, { ...options, token });
    },
    async provideTokenCount(model, value) {
      if (model.id === 'gone') throw vscode.LanguageModelError.NotFound('No such model.');
      return typeof value === 'string' ? value.length : 1;
    },
  }));
};
