import type { Guard } from './guard.ts';

const [storage, tests] = ['src/engine/storage', 'test/engine/storage'];
const [opening, lease, recovery, sealed] = [`${tests}/file/openDatabase.test.ts`, `${tests}/lease/acquireLease.test.ts`, `${tests}/recovery/restoreStore.test.ts`, `${tests}/seal.test.ts`];
const copies = `${tests}/recovery/goodCopies.test.ts`;
const clocks = 'test/faults/storage/clockJumps.test.ts';

/** What stands between a store and everything that happens to it. */
export const storeGuards: readonly Guard[] = [
  { threat: 'an emptied database becomes a new one', file: `${storage}/file/openDatabase.ts`, from: "if (state.type === 'empty' && !isNewFolder)", to: 'if (false)', spec: opening, title: 'an emptied file' },
  { threat: "another program's database", file: `${storage}/file/header.ts`, from: "if (header.readUInt32BE(68) !== applicationId) return \"it is another program's database\";", to: '', spec: opening, title: 'the application id' },
  { threat: 'damaged pages', file: `${storage}/file/soundness.ts`, from: "if (answer !== 'ok') return answer;", to: '', spec: opening, title: 'a table page of zeros' },
  { threat: 'a newer file', file: `${storage}/migrate.ts`, from: 'if (current > list.length) {', to: 'if (false) {', spec: opening, title: 'a later version' },
  { threat: 'triggers and views', file: `${storage}/file/soundness.ts`, from: "where type in ('trigger', 'view') limit 1", to: 'where false limit 1', spec: opening, title: 'before it is brought up to date' },
  { threat: 'a schema of somebody else', file: `${storage}/file/openDatabase.ts`, from: 'migrated.ok ? schemaProblem(sqlite, database) : null', to: 'null', spec: opening, title: 'a schema that is not its own' },
  { threat: 'a lost database with its log', file: `${storage}/file/openDatabase.ts`, from: "if (state.type === 'absent' && existsSync(`${path}-wal`))", to: 'if (false)', spec: opening, title: 'a missing file whose log' },
  { threat: 'a lost database with its copy', file: `${storage}/file/openDatabase.ts`, from: "if (state.type === 'absent' && existsSync(goodCopyPath(dirname(path))))", to: 'if (false)', spec: recovery, title: 'brings back a database that was removed' },
  { threat: 'a damaged page behind a read-only view', file: `${storage}/openReadOnlyStore.ts`, from: 'problemIn(database, statSync(path).size <= checkedBytes)', to: 'problemIn(database, false)', spec: `${tests}/openReadOnlyStore.test.ts`, title: 'says at the opening that a page is damaged' },
  { threat: 'an edited row fakes a finished call', file: `${storage}/seal.ts`, from: 'seal === sealOf(', to: 'true || seal === sealOf(', spec: sealed, title: 'that is made to look done' },
  { threat: 'a seal that was taken off', file: `${storage}/seal.ts`, from: 'seal === null ? before === null :', to: 'seal === null ? true :', spec: sealed, title: 'a seal that was taken off' },
  { threat: 'a flipped bit in a fact', file: `${storage}/seal.ts`, from: '${at} ${type} ${body}`', to: '${at} ${type}`', spec: opening, title: 'a flipped bit anywhere' },

  { threat: 'a damaged store becomes its own good copy', file: `${storage}/recovery/goodCopy.ts`, from: 'if (problem !== null) return problem;', to: '', spec: copies, title: 'damaged meanwhile' },
  { threat: 'a good copy by a process that lost the store', file: `${storage}/recovery/goodCopy.ts`, from: 'if (!isWanted()) return null;', to: '', spec: copies, title: 'lost the store' },
  { threat: 'a good copy that waits for a clock that was set back', file: `${storage}/recovery/goodCopies.ts`, from: 'Math.abs(clock.now() - takenAt)', to: '(clock.now() - takenAt)', spec: clocks, title: 'back by a year' },
  { threat: 'a damaged copy is restored', file: `${storage}/recovery/restoreStore.ts`, from: '(await sealCopy({ path: aside, wasmPath })) ?? ', to: '', spec: recovery, title: 'where the copy is damaged too' },
  { threat: 'a restore under another owner', file: `${storage}/recovery/restoreStore.ts`, from: 'if (!lease.ok) return lease;', to: 'if (!lease.ok) return await restore(options);', spec: recovery, title: 'while another process owns the store' },
  { threat: 'runs that go on as if nothing were lost', file: `${storage}/recovery/noteRestore.ts`, from: 'for (const run of moving) project(', to: 'for (const run of moving.slice(0, 0)) project(', spec: recovery, title: 'pauses what was under way' },
  { threat: 'a second restore overwrites the quarantine', file: `${storage}/recovery/restoreStore.ts`, from: '-${randomUUID().slice(0, 8)}`', to: '`', spec: recovery, title: 'can be done twice' },

  { threat: 'a reused process number', file: `${storage}/lease/processIdentity.ts`, from: "return startTime === identity.startTime ? 'alive' : 'dead';", to: "return 'alive';", spec: lease, title: 'also when its number was given to another' },
  { threat: 'a holder of another machine taken for dead', file: `${storage}/lease/processIdentity.ts`, from: "if (identity.place !== ownPlace()) return 'unknown';", to: '', spec: lease, title: 'only after silence' },
  { threat: 'two owners at once', file: `${storage}/lease/lease.ts`, from: "return openSync(path, 'wx', 0o600);", to: "return openSync(path, 'w', 0o600);", spec: lease, title: 'one of many that take over' },
  { threat: 'commits after a take-over', file: `${storage}/lease/lease.ts`, from: 'isOpen && !existsSync(nextPath) && isNamed(descriptor, ownPath)', to: 'isOpen', spec: lease, title: 'noticed as lost' },
  { threat: 'a commit that was refused comes back after a crash', file: `${storage}/database.ts`, from: '      this.#forgetLog();\n', to: '', spec: 'test/faults/storage/troubles.test.ts', title: 'leaves nothing of it behind' },
  { threat: 'texts under a false hash', file: `${storage}/contents/contents.ts`, from: 'if (this.hash(text) !== hash) throw new Error(', to: 'if (false) throw new Error(', spec: `${tests}/durableStore.test.ts`, title: 'a text under a wrong hash' },
];
