/**
 * The units by which Container-Optimized OS carries what containers print to Cloud Logging, the older one too ("Using Cloud Logging"). A unit that comes
 * after them is stopped before them, so that its last lines are carried as well.
 */
export const logAgents = 'fluent-bit.service stackdriver-logging.service';
