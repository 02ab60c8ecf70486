local ended, mark, left = snapshot(), redis.call('HGET', session, 'mark'), collections()
removeAll()
return {APPLIED, generation, ended, mark, left}
