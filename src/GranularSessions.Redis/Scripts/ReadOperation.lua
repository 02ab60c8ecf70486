-- Never reached: what is recorded of the operation, or that nothing is, has been answered before.
return redis.error_reply('ERR ReadOperation without an operation')
