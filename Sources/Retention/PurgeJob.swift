// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

package import CaptureStore
package import FoundationEssentials

/// What a purge removed, or would remove.
package struct PurgeReport: Sendable, Equatable {
    package var cutoff: Date
    package var captures: Int
}

/// Removes every capture that is older than the policy allows.
package struct PurgeJob: Sendable {
    private let store: CaptureStore
    private let policy: RetentionPolicy

    package init(store: CaptureStore, policy: RetentionPolicy) {
        self.store = store
        self.policy = policy
    }

    /// What ``run(by:now:)`` would remove now; nothing changes.
    package func dryRun(now: Date) async throws -> PurgeReport {
        let cutoff = policy.cutoff(now: now)
        return PurgeReport(cutoff: cutoff, captures: try await store.count(before: cutoff))
    }

    /// Deletes in small batches, so that it works on a nearly full disk and keeps no upload waiting.
    ///
    /// The write-ahead log is emptied and the purge recorded even where nothing was old: a run that was cut off before
    /// that is completed by the next.
    package func run(by actor: AuditEntry.Actor, now: Date) async throws -> PurgeReport {
        let cutoff = policy.cutoff(now: now)
        var report = PurgeReport(cutoff: cutoff, captures: 0)
        while true {
            let deleted = try await store.deleteBatch(before: cutoff)
            report.captures += deleted
            guard deleted == CaptureStore.purgeBatch else { break }
        }
        try await store.finishPurge(cutoff: cutoff, deleted: report.captures, by: actor, at: now)
        return report
    }
}
