/** Where the proxy gives the boundary's own certificate to agents that have intercept destinations. No gateway's name starts with a hyphen. */
export const authorityPath = '/-/ca.pem';
