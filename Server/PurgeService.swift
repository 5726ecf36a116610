// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Retention
import ServiceLifecycle

/// Purges at start and once a day.
struct PurgeService: Service {
    let schedule: PurgeSchedule<ContinuousClock>
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await schedule.run { result in
                switch result {
                case .success(let report):
                    logger.info("purged", metadata: ["captures": "\(report.captures)"])
                case .failure(let error):
                    logger.error("purge failed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
