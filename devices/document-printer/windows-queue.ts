import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { JobState, PrintQueue, QueueState } from './queue.ts';

/**
 * A queue of the Windows spooler by PowerShell's PrintManagement module. NOT TRIED on Windows: written from Microsoft's
 * documentation and tested against an injected runner only. It needs a program that prints PDF by the shell's
 * `PrintTo`; duplex is what the queue's own settings say; more than one copy is refused.
 */
export type RunPowerShell = (
  script: string,
  /** Reaches the script as `$env:…`, so that nothing has to be quoted. */
  values: Readonly<Record<string, string>>,
  timeoutMs: number,
) => Promise<Result<string>>;

const ANSWER_MS = 15_000;
const SUBMIT_MS = 60_000;
/** Our documents in the spooler are known by their file's name. */
const PREFIX = 'hall-';

/** A Chinese Windows would answer in its own code page. */
const PREAMBLE = `$ErrorActionPreference = 'Stop'; [Console]::OutputEncoding = [Text.Encoding]::UTF8;`;
const GET_STATE = `
$p = Get-Printer -Name $env:HALL_QUEUE -ErrorAction Stop
@{ status = [string]$p.PrinterStatus; driver = [string]$p.DriverName } | ConvertTo-Json -Compress`;
const SUBMIT = `
Start-Process -FilePath $env:HALL_FILE -Verb PrintTo -ArgumentList ('"' + $env:HALL_QUEUE + '"') -WindowStyle Hidden
$until = (Get-Date).AddSeconds(50)
do {
  Start-Sleep -Milliseconds 200
  $job = Get-PrintJob -PrinterName $env:HALL_QUEUE | Where-Object { $_.DocumentName -like ('*' + $env:HALL_NAME + '*') } | Select-Object -First 1
} until (($job -and ([string]$job.JobStatus -notmatch 'Spooling')) -or (Get-Date) -gt $until)
@{ id = $(if ($job) { [int]$job.Id } else { $null }) } | ConvertTo-Json -Compress`;
const GET_JOB = `
$job = Get-PrintJob -PrinterName $env:HALL_QUEUE | Where-Object { $_.Id -eq [int]$env:HALL_JOB }
@{ status = $(if ($job) { [string]$job.JobStatus } else { $null }) } | ConvertTo-Json -Compress`;
const REMOVE_JOB = `
Get-PrintJob -PrinterName $env:HALL_QUEUE | Where-Object { $_.Id -eq [int]$env:HALL_JOB } | Remove-PrintJob
'{}'`;
const GET_LEFTOVERS = `
$ids = @(Get-PrintJob -PrinterName $env:HALL_QUEUE | Where-Object { $_.DocumentName -like '*${PREFIX}*' } | ForEach-Object { [int]$_.Id })
@{ ids = $ids } | ConvertTo-Json -Compress`;

export function createWindowsQueue(name: string, run: RunPowerShell = runPowerShell): PrintQueue {
  async function ask<T>(
    script: string,
    answer: z.ZodType<T>,
    values: Readonly<Record<string, string>> = {},
    ms = ANSWER_MS,
  ): Promise<Result<T>> {
    const said = await run(script, { HALL_QUEUE: name, ...values }, ms);
    if (!said.ok) return said;
    try {
      return ok(answer.parse(JSON.parse(said.value)));
    } catch {
      return fail('device.garbled', 'answer of the spooler');
    }
  }

  return {
    async state() {
      const said = await ask(GET_STATE, z.object({ status: z.string(), driver: z.string() }));
      return said.ok ? ok(queueState(said.value)) : said;
    },
    async submit(pdf, { copies }) {
      if (copies > 1) return fail('device.unsupported', 'copies on Windows');
      const document = `${PREFIX}${randomUUID()}`;
      const file = join(tmpdir(), `${document}.pdf`);
      try {
        await writeFile(file, pdf, { mode: 0o600, flag: 'wx' });
        const values = { HALL_FILE: file, HALL_NAME: document };
        const said = await ask(SUBMIT, z.object({ id: z.number().int().nullable() }), values, SUBMIT_MS);
        if (!said.ok) return said;
        return said.value.id === null ? fail('print.jobFailed', 'no job appeared') : ok(said.value.id);
      } catch {
        return fail('print.spoolFull');
      } finally {
        await rm(file, { force: true });
      }
    },
    async job(id) {
      const said = await ask(GET_JOB, z.object({ status: z.string().nullable() }), { HALL_JOB: String(id) });
      return said.ok ? ok(jobState(said.value.status)) : said;
    },
    async remove(id) {
      const said = await ask(REMOVE_JOB, z.object({}), { HALL_JOB: String(id) });
      return said.ok ? ok(null) : said;
    },
    async leftovers() {
      const said = await ask(GET_LEFTOVERS, z.object({ ids: z.array(z.number().int()) }));
      return said.ok ? ok(said.value.ids) : said;
    },
  };
}

/** PrinterStatus of Get-Printer → printer-state-reasons. */
const REASONS: Readonly<Record<string, string>> = {
  PaperJam: 'media-jam-error',
  PaperOut: 'media-empty-error',
  PaperProblem: 'media-needed-error',
  OutputBinFull: 'output-area-full-error',
  DoorOpen: 'door-open-error',
  NoToner: 'toner-empty-error',
  TonerLow: 'toner-low-warning',
  Offline: 'offline-report',
  NotAvailable: 'offline-report',
  ServerOffline: 'offline-report',
  UserIntervention: 'other-error',
  Error: 'other-error',
};

function queueState({ status, driver }: { status: string; driver: string }): QueueState {
  const words = status.split(/[,\s]+/);
  return {
    stopped: words.includes('Paused'),
    accepting: true,
    printing: words.includes('Printing') || words.includes('Busy'),
    reasons: words.flatMap((word) => REASONS[word] ?? []),
    identity: { vendor: null, product: driver || null, serialNumber: null, firmware: null },
  };
}

/** The spooler forgets a job when it is out. */
function jobState(status: string | null): JobState {
  if (status === null || /\b(Printed|Complete)\b/.test(status)) return { type: 'done' };
  if (/\b(Deleting|Deleted)\b/.test(status)) return { type: 'cancelled' };
  if (/\bError\b/.test(status)) return { type: 'failed', reasons: [] };
  return /\bPrinting\b/.test(status) ? { type: 'printing' } : { type: 'waiting' };
}

function runPowerShell(
  script: string,
  values: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Result<string>> {
  return new Promise((resolve) => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', `${PREAMBLE}${script}`];
    const child = spawn('powershell.exe', args, {
      env: { ...process.env, ...values },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      windowsHide: true,
    });
    const said = { out: '', error: '' };
    child.stdout.on('data', (part: Buffer) => {
      said.out += part.toString('utf8');
    });
    child.stderr.on('data', (part: Buffer) => {
      said.error += part.toString('utf8');
    });
    child.on('error', () => resolve(fail('print.serviceDown', 'no PowerShell')));
    child.on('close', (code, signal) => {
      if (signal !== null) resolve(fail('device.timeout'));
      else if (code === 0) resolve(ok(said.out.trim()));
      else resolve(fail(/ObjectNotFound/.test(said.error) ? 'print.queueUnknown' : 'print.serviceDown'));
    });
  });
}
