/** Whether a configuration tells agents apart by what a PROXY protocol header says of who connects. */
export const tellsApartByHeader = (bootstrap: string): boolean =>
  /filters\.listener\.proxy_protocol\./.test(bootstrap) && /\bsource_prefix_ranges\b/.test(bootstrap);
