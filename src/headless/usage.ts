export const usage = `Phasegate: runs a pipeline of phases, each ending in a validated artifact.

  phasegate run <template id | file> --workspace DIR --goal TEXT [--input KEY=VALUE]…
                [--model PROVIDER[/MODEL]] [--base-url [PROVIDER=]URL]… [--store DIR]
                [--budget-usd N] [--budget-tokens N]
                [--auto | --no-auto] [--approve none|edits|all] [--seed N] [--json]
  phasegate resume RUN [--budget-usd N] [--budget-tokens N]
                            goes on with a paused or waiting run; a new cap replaces the one that is used up
  phasegate answer RUN TEXT answers the question a run waits with, and goes on
  phasegate tell RUN TEXT [--phase PHASE]
                            writes to a phase; its model is told at its next turn
  phasegate retry RUN PHASE [--model PROVIDER[/MODEL]]
  phasegate review RUN PHASE
                            asks the reviewers of a stopped phase again who gave no opinion
  phasegate skip RUN PHASE  goes on without the phase
  phasegate accept RUN PHASE (--force | --file JSON)
                            takes the rejected output as it is, or a corrected one
  phasegate model RUN MODEL   the model of the phases to come; "template" leaves each its own
  phasegate pause RUN | cancel RUN
  phasegate checkpoints RUN points to return to, oldest first
  phasegate rollback RUN CHECKPOINT [--dry-run]
                            takes run and files back; can be undone by rolling back again
  phasegate fork RUN PHASE [--template FILE] [--restore-files]
                            a new run that takes over PHASE and what led to it, with the files of then
  phasegate replay RUN      brings the run about again from its record, offline, and compares every fact
  phasegate export RUN FILE writes the run with its facts and artifacts
  phasegate list            runs, newest first
  phasegate show RUN        one run and its phases, with what reviewers said and where they differ
  phasegate artifacts RUN   its artifacts
  phasegate costs [RUN] [--by turn|phase|model|run|project|day]
                            tokens, share read from the vendor's cache, cost and time; what is unknown is said to be
  phasegate forecast <template id | file> [--model …]
                            what a run is likely to use: a range, from finished runs of it, else from the template
  phasegate validate FILE   checks a template file
  phasegate templates list  every template, whose it is, and what is wrong with it
  phasegate templates show ID | FILE
                            its inputs and phases, and what it asks for
  phasegate templates check [ID | FILE]…
                            every problem with its place; without a name, of all templates
  phasegate templates import ID | FILE [--to workspace|user] [--as ID] [--force] [--dry-run]
                            says what it asks for, then takes it over; with --as a copy under another id
  phasegate templates export ID FILE [--force]
                            one file that holds all of it, schema files included
  phasegate schema check --schema FILE --data FILE
                            checks data against a JSON Schema (2020-12), as a phase's artifact is checked
  phasegate providers list  what is set up: keys, addresses, models
  phasegate providers test [PROVIDER[/MODEL]]…
                            asks each a short, billed question; says which of key, network, quota, model is wrong
  phasegate tools list      the tools a template may name, with problems of .phasegate/tools/*.json
  phasegate tools try NAME --input JSON
                            runs one call of a tool and prints its answer
  phasegate store check     reads the store through and says what is damaged, and what its last good copy would save
  phasegate store restore [--force]
                            puts the last good copy in the place of a damaged store, which is kept aside
  phasegate store prune [--dry-run]
                            removes old recordings of exchanges with models, as every run does by itself
  phasegate mcp list        MCP servers of workspace and user: what would start, and whether you allowed it
  phasegate mcp allow NAME | revoke NAME | test NAME
                            allows a server in this workspace after showing all of it; starts it and says what it has
  phasegate skills list     skills, commands and rules that phases would see, with what is wrong in them
  phasegate policy check --command STRING | --write PATH | --read PATH [--rules FILE]
                            what a phase may do here: allow, ask or deny, and why

  --workspace DIR   the folder to work in (default: the current one)
  --store DIR       where runs are kept (default: a folder for this workspace under the user's data directory)
  --input KEY=VALUE a further input of the template; a value that is JSON is taken as JSON
  --model           replaces every model the template names: anthropic, openai, gemini or openai-compatible with /MODEL, an alias
                    (fast, balanced, deep, or one of models.json), or several with commas between them, tried in turn where a
                    vendor limits, fails or refuses the key; "rehearsal" works offline and costs nothing; "recorded" answers
                    as was answered before, from the exchanges kept in the store or in --recordings DIR
  --base-url [PROVIDER=]URL
                    address of a provider's API (https, or loopback)
  --recordings-days N, --recordings-megabytes N
                    how long (90) and how much (1000) of the exchanges with models is kept in the store; 0 is no limit
  --budget-usd N, --budget-tokens N
                    what a run may use; before a call that could use more it pauses
  --day-budget-usd N, --day-budget-tokens N
                    the same for all runs of a day in this store
  --auto            goes on at every boundary (default); --no-auto stops after each phase
  --approve         what runs unattended: none; edits (default): file edits; all: edits and commands
  --sandbox         off (default); offline: commands and MCP servers can write only the workspace and have no network;
                    online: they have (needs bubblewrap, on Linux)
  --servers-read-only
                    in the sandbox, MCP servers cannot write the workspace either
  --force, --file   see accept
  --trust           uses what the workspace brings along: its tools, skills, commands and rules (and your own)
  --rules FILE      see policy: these permission rules alone, instead of yours
  --dry-run         says what a rollback would change
  --max-parallel N  how many phases of a run may work side by side (4)
  --seed N          chooses the rehearsal model's course
  --no-wait         ends, with exit code 3, where a vendor's limit makes the run wait; otherwise it waits and goes on
  --verbose         every diagnostic on standard error
  --json            one JSON object per line on standard output

Aliases, addresses, models by strength, roles and prices of your own are read from models.json in the user's data directory:
  {"aliases":{"deep":"anthropic/claude-opus-5-5, openai/gpt-6-astra"},"providers":{"gemini":{"role":"reviewer"}},"prices":{}}
Keys come from environment variables: ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY or GOOGLE_API_KEY, OPENAI_COMPATIBLE_API_KEY.
Exit: 0 completed, 1 failed, 2 usage or invalid input, 3 waiting for a person, 4 store owned by someone else, 130 interrupted.
`;
