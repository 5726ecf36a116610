// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

/// The console's one stylesheet: no other file, no font to fetch, nothing inline.
enum Stylesheet {
    static let text: StaticString = """
        :root {
          --ink: #1c2430; --soft: #4d5868; --line: #c9d0da; --paper: #f4f6f8; --card: #ffffff;
          --accent: #1b4f8f; --accent-dark: #123a6b; --focus: #ffbf47;
        }
        *, ::before { box-sizing: border-box; }
        html { font-size: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
        }
        h1, h2, p, ol, dl, dd, form, fieldset { margin: 0; padding: 0; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin-bottom: .5rem; letter-spacing: -.01em; }
        h2 { font-size: 1.125rem; line-height: 1.3; margin-bottom: .6rem; }
        p + p { margin-top: .75rem; }
        a { color: var(--accent); text-underline-offset: .15em; }
        a:hover { color: var(--accent-dark); text-decoration-thickness: .15em; }
        :focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; box-shadow: 0 0 0 .4rem var(--focus); }
        .skip { position: absolute; left: -100rem; padding: .6rem 1rem; background: var(--card); }
        .skip:focus { left: 1rem; top: .5rem; }
        header {
          display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between;
          padding: .75rem 1.5rem; background: var(--accent-dark); color: #fff;
        }
        header :focus-visible { outline-color: #fff; }
        .brand { font-weight: 700; font-size: 1.2rem; letter-spacing: .01em; }
        .brand a { color: #fff; text-decoration: none; }
        .brand a:hover { text-decoration: underline; }
        .visitor { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
        main { max-width: 76rem; margin: 0 auto; padding: 1.75rem 1.5rem 2.5rem; overflow-wrap: anywhere; }
        footer { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem 2rem; color: var(--soft); font-size: .9375rem; }
        .lead { color: var(--soft); margin-bottom: 1.25rem; }
        .hint, small { color: var(--soft); font-size: .9375rem; }
        small { display: block; }
        .card {
          background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem 1.4rem;
          margin-bottom: 1.25rem;
        }
        .narrow { max-width: 32rem; margin: 2rem auto; }
        .columns { display: grid; gap: 0 1.25rem; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; }
        @media (max-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
        .back { margin-bottom: .75rem; }
        .badges { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: 1.25rem; }
        .category { font-weight: 600; }
        .captures { list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        .captures li { padding: .9rem 1.25rem; border-top: 1px solid var(--line); }
        .captures li:first-child { border-top: 0; }
        .what { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; }
        .what a { font-weight: 600; padding: .2rem 0; }
        .what .status { margin-left: auto; }
        .where { display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; color: var(--soft); font-size: .9375rem; }
        .what + .where { margin-top: .15rem; }
        .where strong { color: var(--ink); font-weight: 600; }
        .reference { font-weight: 400; color: var(--soft); font-variant-numeric: tabular-nums; }
        .status { font-size: .9375rem; padding: .05rem .6rem; border: 1px solid var(--line); border-radius: 1rem; }
        .status.new { background: var(--accent); border-color: var(--accent); color: #fff; font-weight: 600; }
        .status.open { border-color: var(--accent); color: var(--accent-dark); }
        .severity {
          display: inline-flex; align-items: center; gap: .45rem; min-width: 6.2rem; font-weight: 700;
          font-size: .9375rem; color: var(--tone);
        }
        .severity::before { content: ""; width: 1rem; height: 1rem; background: var(--tone); flex: none; }
        .note.severity { --tone: #4d5868; }
        .note.severity::before { border-radius: 50%; background: none; border: .2rem solid var(--tone); }
        .low { --tone: #1f6b45; }
        .low::before { border-radius: 50%; }
        .medium { --tone: #7a5200; }
        .medium::before { clip-path: inset(8%); }
        .high { --tone: #a43c00; }
        .high::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
        .urgent { --tone: #a3001f; }
        .urgent::before { clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
        .turning { display: flex; gap: 2rem; margin-top: 1.25rem; }
        .context { font-size: 1.3rem; line-height: 1.6; white-space: pre-wrap; }
        .context + p { margin-top: .9rem; }
        mark { background: #ffe08a; color: inherit; padding: .05em .15em; border-radius: .2em; font-weight: 600; }
        dl > div {
          display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 1rem; padding: .55rem 0;
          border-top: 1px solid var(--line);
        }
        dl > div:first-child { border-top: 0; }
        dt { color: var(--soft); }
        @media (max-width: 32rem) { dl > div { grid-template-columns: minmax(0, 1fr); } }
        fieldset { border: 0; margin-bottom: 1rem; }
        legend { padding: 0; margin-bottom: .4rem; font-weight: 600; }
        .choice {
          display: flex; gap: .8rem; align-items: flex-start; padding: .6rem .7rem; margin-top: .4rem;
          border: 1px solid var(--line); border-radius: .4rem; cursor: pointer;
        }
        .choice:hover { border-color: var(--accent); }
        .choice:has(:checked) { border-color: var(--accent); background: #eef4fb; }
        .choice input { width: 1.3rem; height: 1.3rem; margin: .15rem 0 0; flex: none; accent-color: var(--accent); }
        .field label { display: block; font-weight: 600; margin-bottom: .25rem; }
        .field .hint { display: block; margin-bottom: .35rem; }
        .field input, textarea {
          width: 100%; font: inherit; color: inherit; padding: .55rem .7rem; background: #fff;
          border: 1px solid #6b7687; border-radius: .35rem;
        }
        textarea { resize: vertical; display: block; }
        .field + p { margin-top: 1rem; }
        button {
          font: inherit; font-weight: 600; padding: .6rem 1.3rem; min-height: 2.75rem; cursor: pointer; color: #fff;
          background: var(--accent); border: 1px solid var(--accent); border-radius: .35rem;
        }
        button:hover { background: var(--accent-dark); }
        .quiet { background: #fff; color: var(--accent-dark); }
        .quiet:hover { background: #eef4fb; }
        header .quiet { background: transparent; color: #fff; border-color: #9db4d0; }
        header .quiet:hover { background: var(--accent); }
        .card form + p, .card form + h2 { margin-top: 1.25rem; }
        section p + form { margin-top: .9rem; }
        .outcomes { list-style: none; }
        .outcomes li { padding: .7rem 0; border-top: 1px solid var(--line); }
        .outcomes p + p { margin-top: .2rem; }
        .note:not(.severity) { white-space: pre-wrap; }
        .problem { border-left: .35rem solid #a3001f; background: #fdf0f2; padding: .7rem 1rem; margin-bottom: 1.1rem; }
        .screen img { max-width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
        @media print { header form, .decide form, .skip { display: none; } body { background: #fff; } }

        """
}
