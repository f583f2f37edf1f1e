// Counts tests for scripts/test.
//
//   go test -json … | node scripts/tally.mjs follow FILE
//     Shows a line for each package and all output of a test that failed, writes
//     the counts to FILE, and exits 1 when anything failed.
//   node scripts/tally.mjs sum FOLDER FAILED_STAGES
//     Adds up go.json, pictures.json, web.json (Vitest) and browser.json (Playwright), prints the
//     closing line, and exits 1 when a stage or test failed, was skipped, or when
//     a stage has run no test at all.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [mode, target, failedStages] = process.argv.slice(2)
if (mode === 'follow') await follow(target)
else if (mode === 'sum') sum(target, Number(failedStages))
else throw new Error(`unknown mode ${mode}`)

async function follow(file) {
  const counts = { passed: 0, failed: 0, skipped: [] }
  const output = new Map() // of the tests under way, by package and name
  const explained = new Set() // packages with a failed test
  for await (const line of createInterface({ input: process.stdin })) {
    const event = parse(line)
    if (!event) {
      console.log(line) // the go command itself
      continue
    }
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`
    if (event.Action === 'output' || event.Action === 'build-output') {
      output.set(key, (output.get(key) ?? '') + event.Output)
      continue
    }
    if (!['pass', 'fail', 'skip', 'build-fail'].includes(event.Action)) continue
    report(event, output.get(key) ?? '', counts, explained)
    output.delete(key)
  }
  writeFileSync(file, JSON.stringify(counts))
  process.exitCode = counts.failed > 0 ? 1 : 0
}

function report(event, text, counts, explained) {
  if (event.Test) {
    if (event.Action === 'pass') counts.passed++
    if (event.Action === 'skip') counts.skipped.push(`${event.Package} ${event.Test}`)
    if (event.Action === 'fail') {
      counts.failed++
      explained.add(event.Package)
      process.stdout.write(text)
    }
    return
  }
  if (event.Action === 'build-fail') {
    process.stdout.write(text)
    return // its package's own "fail" follows
  }
  if (event.Action === 'fail') {
    // A package that does not build or times out has no failing test to show for it.
    if (!explained.has(event.Package)) counts.failed++
    process.stdout.write(text)
  }
  const seconds = event.Elapsed ? ` ${event.Elapsed.toFixed(1)}s` : ''
  if (event.Action !== 'skip') console.log(`${event.Action.padEnd(4)} ${event.Package}${seconds}`)
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function sum(folder, failed) {
  const stages = {
    'Go tests': read(`${folder}/go.json`, (r) => r),
    'corpus of pictures': read(`${folder}/pictures.json`, (r) => r),
    'web unit tests': read(`${folder}/web.json`, (r) => ({
      passed: r.numPassedTests,
      failed: r.numFailedTests,
      skipped: r.testResults.flatMap((f) =>
        f.assertionResults.filter((t) => !['passed', 'failed'].includes(t.status)).map((t) => t.fullName)),
    })),
    'browser tests': read(`${folder}/browser.json`, (r) => ({
      passed: r.stats.expected + r.stats.flaky,
      failed: r.stats.unexpected,
      skipped: Array(r.stats.skipped).fill('a browser test'),
    })),
  }
  const total = { passed: 0, failed: 0, skipped: 0 }
  let empty = 0
  for (const [name, counts] of Object.entries(stages)) {
    if (!counts || counts.passed + counts.failed === 0) {
      console.log(`${name}: NONE RAN`)
      empty++
      continue
    }
    for (const test of counts.skipped) console.log(`SKIPPED: ${test}`)
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped.length
  }
  // A stage may fail without a failing test, go vet for one.
  if (failed + empty > 0 && total.failed === 0) total.failed = failed + empty
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed + total.skipped + failed + empty > 0 ? 1 : 0
}

// read returns null when the stage came to no result.
function read(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
