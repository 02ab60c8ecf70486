using GranularSessions.Conformance;

namespace GranularSessions.Tests.Redis;

/// <summary>The lines of the scripts that keep the promises: with one of them gone, the named test of the conformance suite fails.</summary>
public sealed class ScriptGuardTests(RedisStoreFixture store) : IClassFixture<RedisStoreFixture>
{
    private static readonly (string Guard, string Line, string Replacement, Func<StoreFixture, Task> Test)[] Guards =
    [
        ("liveness: destroyed or unknown", "if not fields[1] then return {MISSING, ''} end",
            "if not fields[1] then fields = {text(now), text(now + absolute), presented, verifier, false, false, text(now + absolute)} end",
            store => new Lifecycle(store).A_late_write_after_logout_throws_because_a_missing_established_session_is_not_recreated()),
        ("liveness: idle deadline", "now >= seen + idle or ", "",
            store => new Expiry(store).An_idle_session_ends_because_IsAlive_checks_the_idle_deadline()),
        ("liveness: absolute deadline", " or now >= ends then", " then",
            store => new Expiry(store).An_active_session_ends_because_IsAlive_checks_the_absolute_deadline()),
        ("access: generation", "if presented ~= current and presented ~= previous then return {SUPERSEDED, ''} end", "",
            store => new Lifecycle(store).An_open_request_of_a_planted_cookie_fails_because_every_command_checks_the_generation()),
        ("access: verifier", "  else\n    return {SUPERSEDED, ''}\n  end", "  else\n    generation = current\n  end",
            store => new Contract(store).A_wrong_verifier_is_superseded_whatever_it_asks_for()),
        ("access: the new verifier ends the previous one", "if fields[5] then redis.call('HDEL', session, 'old_verifier', 'old_until') end", "",
            store => new Lifecycle(store).A_routine_rotation_keeps_the_old_cookie_until_the_new_one_is_presented()),
        ("access: the previous verifier's grace", "and now < tonumber(fields[6])", "",
            store => new Lifecycle(store).The_old_cookie_ends_after_thirty_seconds()),
        ("at once: generation", "if field:find(':', 1, true) then redis.call('HDEL', session, field) end", "",
            store => new Lifecycle(store).An_open_request_of_a_planted_cookie_fails_because_every_command_checks_the_generation()),
        ("at once: idle deadline and refresh", "isOpen = open - clock[1] * 1000 - clock[2] / 1000 > 0", "isOpen = true",
            store => new Expiry(store).A_session_that_expires_during_a_request_is_an_exception()),
        ("at once: absolute deadline", "math.min(seen + refresh, ends)", "seen + refresh",
            store => new Expiry(store).A_request_that_stays_active_past_the_absolute_deadline_is_an_exception()),
        ("at once: a counter that was not there", "if sum == ARGV[4] + 0 then", "if false then",
            store => new BadInput(store).A_counter_never_counts_on_an_item_of_another_kind()),
        ("at once: lifetime and kind of a value", "entry:match('^5::(%d+)$')", "entry:match('(%d*)$')",
            store => new Expiry(store).An_item_that_has_ended_is_absent_to_a_session_in_use()),
        ("at once: kind of a field", "redis.call('HGET', KEYS[2], ARGV[3]) == '3::'", "redis.call('HGET', KEYS[2], ARGV[3])",
            store => new Expiry(store).An_item_that_has_ended_is_absent_to_a_session_in_use()),
        ("at once: large sums", "if sum > 1e15 or sum < -1e15 then sum = redis.call('HGET', KEYS[3], ARGV[3]) end", "",
            store => new Counter(store).Counts_exactly_where_a_double_does_not()),
        ("regeneration: compare-and-swap", "if generation ~= current then return reply(NOT_APPLIED) end", "",
            store => new Lifecycle(store).One_of_racing_routine_rotations_wins_and_the_losers_send_no_cookie()),
        ("sign-in: compare-and-swap", "if generation ~= current then return reply(SUPERSEDED) end", "",
            store => new Contract(store).An_access_of_the_previous_generation_in_its_grace_cannot_regenerate_or_sign_in_but_can_destroy()),
        ("sign-in: another user's data", "local isTakenOver = user and user ~= ARGV[4]", "local isTakenOver = false",
            store => new Lifecycle(store).Sign_in_of_another_user_starts_empty_with_another_id()),
        ("value: version", "if expected ~= '' and (entry and version or '0') ~= expected then return reply(NOT_APPLIED) end", "",
            store => new Value(store).A_write_at_an_old_version_is_refused()),
        ("field: version", "if (stored and stored:match('^%d+') or '0') ~= expected then return reply(NOT_APPLIED) end", "",
            store => new Map(store).A_write_at_an_old_version_is_refused()),
        ("token: consumed once", "redis.call('ZREM', own, ARGV[4])", "",
            store => new Token(store).A_token_is_consumed_once_and_then_known_as_consumed()),
        ("token: deadline", "and now < tonumber(deadline) and deadline", "and deadline",
            store => new Token(store).A_token_expires()),
        ("counter: bounds", "if x + y < tonumber(min) or x + y > tonumber(max) then return nil end", "",
            store => new Counter(store).Bounds_are_inclusive_and_leave_the_value_alone()),
        ("item: lifetime", "if deadline ~= '' and now >= tonumber(deadline) then", "if false then",
            store => new Expiry(store).An_items_lifetime_runs_from_its_creation()),
        ("item: kind", "elseif actual ~= kind then", "elseif false then",
            store => new BadInput(store).A_key_of_another_kind_is_an_exception_that_names_both()),
        ("operation: executed once", "return {REPLAY, generation, stored:sub(48)}", "",
            store => new Operations(store).One_of_racing_repetitions_takes_effect()),
        ("operation: another command", "if stored:sub(16, 47) ~= hash then return {OPERATION_MISMATCH, generation} end", "",
            store => new Operations(store).An_id_used_for_another_command_is_refused()),
        ("operation: expired", "if now >= tonumber(deadline) then return {OPERATION_EXPIRED, generation} end", "",
            store => new Operations(store).An_id_older_than_the_retention_is_refused()),
        ("revocation: only the user's", "if (ARGV[2] ~= '' and user ~= ARGV[2]) or (ARGV[3] ~= '' and id ~= ARGV[3]) or id == ARGV[4] then return {0} end", "",
            store => new Registry(store).All_but_one_are_revoked()),
    ];

    public static IEnumerable<TheoryDataRow<string>> Names => Guards.Select(guard => new TheoryDataRow<string>(guard.Guard));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_test_fails_without(string guard)
    {
        var (_, line, replacement, test) = Guards.Single(candidate => candidate.Guard == guard);
        _ = store.Store;
        var mutated = new MutatedRedisFixture(store, line, replacement);

        await test(store);
        await Assert.ThrowsAnyAsync<Exception>(() => test(mutated));

        Assert.True(mutated.HasMutated, "No script has this line any more.");
    }

    private sealed class Contract(StoreFixture store) : ContractConformance(store);

    private sealed class Counter(StoreFixture store) : CounterConformance(store);

    private sealed class Map(StoreFixture store) : MapConformance(store);

    private sealed class Value(StoreFixture store) : ValueConformance(store);

    private sealed class Token(StoreFixture store) : TokenConformance(store);

    private sealed class Operations(StoreFixture store) : OperationConformance(store);

    private sealed class Expiry(StoreFixture store) : ExpiryConformance(store);

    private sealed class Lifecycle(StoreFixture store) : LifecycleConformance(store);

    private sealed class Registry(StoreFixture store) : RegistryConformance(store);

    private sealed class BadInput(StoreFixture store) : BadInputConformance(store);
}
