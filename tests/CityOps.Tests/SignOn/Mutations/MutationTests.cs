using System.Text.RegularExpressions;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.Mutations;

/// <summary>
/// 变异清单: every guard of the product has a test that dies when it is taken away. Some rooms keep such tests of their own
/// (<c>Each_guard_is_the_one_that_refuses</c>, <c>Each_check_is_what_stops_its_case</c>); the rows here are all the others: the guard and the test that would notice.
/// </summary>
public sealed partial class MutationTests
{
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "account.fresh", "LogoutTests", "An_authenticator_is_bound_only_soon_after_a_login_and_raises_the_session", "" },
        { "admin.action", "AdministrationTests", "Nobody_and_those_without_the_right_are_refused_each_by_the_right_name", "" },
        { "admin.scope", "AdministrationTests", "Nobody_and_those_without_the_right_are_refused_each_by_the_right_name", "" },
        { "admin.step-up", "AdministrationTests", "An_administrator_without_a_second_factor_is_asked_for_it", "" },
        { "antiforgery.site", "LoginTests", "A_form_whose_browser_says_it_was_sent_from_elsewhere_is_refused_although_its_token_holds", "" },
        { "antiforgery.token", "LoginTests", "A_login_form_without_or_with_a_foreign_token_is_refused", "" },
        { "authorize.ambiguous-target", "AuthorizeRuleTests", "Before_client_and_target_are_proven_nothing_is_redirected", "" },
        { "authorize.broken", "AuthorizeRuleTests", "Afterwards_the_client_is_told_its_error", "" },
        { "authorize.redirect-scheme", "AuthorizeRuleTests", "A_stored_address_that_would_run_script_is_refused_even_though_it_is_registered", "" },
        { "authorize.repeated", "AuthorizeRuleTests", "Afterwards_the_client_is_told_its_error", "" },
        { "bearer.proof", "IdentityTests", "A_bound_token_holds_with_its_keys_proof_alone", "" },
        { "client.assertion-once", "SqliteClientDoorTests", "A_signed_statement_holds_once", "" },
        { "client.assertion-subject", "SqliteClientDoorTests", "A_statement_for_something_else_is_refused", "" },
        { "client.assertion-type", "SqliteClientDoorTests", "Another_type_of_statement_is_a_malformed_request", "" },
        { "client.method", "SqliteClientDoorTests", "A_secret_holds_by_the_method_that_was_registered_and_no_other", "" },
        { "client.one-method", "SqliteClientDoorTests", "Two_methods_at_once_are_refused", "" },
        { "client.secrets", "SqliteClientDoorTests", "Beyond_this_machine_secrets_are_for_those_who_were_allowed_to", "" },
        { "client.suspended", "SqliteClientDoorTests", "That_a_client_is_suspended_is_told_to_who_proved_it_only", "" },
        { "delegation.live", "SqliteDelegationTests", "Withdrawing_above_ends_every_account_below_at_once", "" },
        { "dpop.algorithm", "SqliteDpopTests", "A_sound_proof_by_an_algorithm_we_do_not_take_is_refused", "" },
        { "dpop.once", "SqliteDpopTests", "A_proof_holds_once_also_for_twenty_at_once", "" },
        { "dpop.signature", "SqliteDpopTests", "Two_proofs_and_what_is_no_token_are_refused", "" },
        { "dpop.single", "SqliteDpopTests", "Two_proofs_and_what_is_no_token_are_refused", "" },
        { "dpop.token", "IdentityTests", "A_bound_token_holds_with_its_keys_proof_alone", "" },
        { "flow.consent", "LoginTests", "Consent_is_asked_once_for_each_set_of_scopes", "" },
        { "flow.max-age", "OpConformanceTests", "Oidcc_max_age_1", "" },
        { "flow.prompt-login", "OpConformanceTests", "Oidcc_prompt_login", "" },
        { "flow.wanted-user", "OpConformanceTests", "Whoever_signs_in_as_somebody_else_than_the_hint_says_is_not_let_through_and_not_asked_for_ever", "" },
        { "hint.client", "OpConformanceTests", "Hints_that_do_not_hold_log_nobody_in", "" },
        { "interaction.browser", "LoginTests", "A_step_opened_in_another_browser_is_refused", "" },
        { "jose.base64url", "StrictJwtTests", "Only_the_alphabet_of_base64url_is_read", "" },
        { "jose.depth", "StrictJwtTests", "A_payload_with_doubled_members_or_depth_is_refused", "" },
        { "jose.expired", "StrictJwtTests", "An_ended_token_is_forgiven_five_seconds_and_no_more", "" },
        { "jose.issued", "StrictJwtTests", "A_token_from_the_future_is_refused_beyond_a_minute", "" },
        { "jose.issuer", "StrictJwtTests", "The_issuer_is_compared_exactly", "" },
        { "jose.life", "StrictJwtTests", "Times_are_whole_numbers_within_the_policy", "" },
        { "jose.signature", "StrictJwtTests", "A_signature_that_is_not_this_keys_over_this_text_is_refused", "" },
        { "jose.size", "StrictJwtTests", "A_token_over_eight_kilobytes_is_refused_before_it_is_read", "" },
        { "jwk.private", "SqliteDpopTests", "A_private_key_in_the_header_is_refused", "" },
        { "jwk.strength", "JwkSetTests", "A_weak_or_broken_key_is_no_key", "" },
        { "jwks.pause", "RemoteKeysTests", "A_thousand_unknown_names_cost_one_reading_a_minute", "" },
        { "jwks.private", "JwkSetTests", "A_set_with_private_material_is_refused_whole", "" },
        { "login.lock", "SqliteLoginTests", "A_known_password_buys_no_more_than_five_guesses_of_the_code", "" },
        { "login.throttle", "SqliteLoginTests", "A_source_that_fails_waits_longer_each_time_and_others_do_not", "" },
        { "logout.client", "LogoutTests", "Without_a_hint_that_holds_the_user_is_asked_and_sent_nowhere", "" },
        { "logout.confirm", "LogoutTests", "Without_a_hint_that_holds_the_user_is_asked_and_sent_nowhere", "" },
        { "logout.redirect-uri", "LogoutTests", "Without_a_hint_that_holds_the_user_is_asked_and_sent_nowhere", "" },
        { "par.client", "PushedTests", "A_handle_of_another_client_a_guessed_one_and_one_beside_a_good_redirect_uri_are_pages", "" },
        { "par.life", "PushedTests", "Par_attempt_to_use_expired_request_uri", "" },
        { "par.once", "PushedTests", "Par_attempt_reuse_request_uri", "" },
        { "password.common", "PeopleRuleTests", "What_everybody_would_guess_is_refused", "" },
        { "password.length", "PeopleRuleTests", "What_everybody_would_guess_is_refused", "" },
        { "pkce.nonce-instead", "AuthorizeRuleTests", "A_confidential_client_may_leave_PKCE_out_only_where_it_is_allowed_and_with_a_nonce", "" },
        { "rate.limit", "RateLimitTests", "A_flood_by_one_leaves_the_others_alone", "" },
        { "role.office", "AdministrationTests", "Who_makes_accounts_gives_no_rights_and_who_gives_rights_makes_no_accounts", "" },
        { "role.self", "AdministrationTests", "Who_makes_accounts_gives_no_rights_and_who_gives_rights_makes_no_accounts", "" },
        { "role.three-apart", "PeopleRuleTests", "The_three_administrators_are_refused_by_name_when_they_meet", "" },
        { "role.tier", "PeopleRuleTests", "A_role_of_another_tier_is_unknown_here", "" },
        { "session.absolute", "LoginTests", "A_session_ends_after_half_an_hour_of_rest_and_after_half_a_day_in_any_case", "" },
        { "session.ended", "LogoutTests", "Users_see_and_end_their_own_sessions_and_nobody_elses", "" },
        { "session.idle", "LoginTests", "A_session_ends_after_half_an_hour_of_rest_and_after_half_a_day_in_any_case", "" },
        { "session.limit", "LoginTests", "Beyond_the_limit_the_oldest_session_ends", "" },
        { "ssrf.address", "OutboundTests", "A_name_with_any_forbidden_address_is_blocked_and_nobody_is_connected", "" },
        { "ssrf.host", "AddressTests", "An_unsafe_address_is_refused_at_registration", "" },
        { "ssrf.literal", "AddressTests", "An_unsafe_address_is_refused_at_registration", "" },
        { "ssrf.port", "AddressTests", "An_unsafe_address_is_refused_at_registration", "" },
        { "ssrf.redirect", "OutboundTests", "A_redirect_is_an_answer_and_is_not_followed", "" },
        { "ssrf.scheme", "AddressTests", "An_unsafe_address_is_refused_at_registration", "" },
        { "ssrf.shape", "AddressTests", "An_unsafe_address_is_refused_at_registration", "" },
        { "ssrf.size", "OutboundTests", "An_answer_is_read_up_to_its_limit", "" },
        { "totp.once", "SqliteLoginTests", "A_code_holds_one_step_each_way_and_an_earlier_one_never_after_a_later", "" },
        { "upstream.acr", "AuthorityTests", "The_demanded_strength_must_be_in_the_token", "" },
        { "upstream.amr", "AuthorityTests", "The_demanded_strength_must_be_in_the_token", "" },
        { "upstream.algorithm", "RelyingPartyTests", "An_algorithm_the_settings_do_not_name_is_refused", "" },
        { "upstream.at-hash", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "" },
        { "upstream.browser", "AuthorityTests", "F5_another_browsers_state_is_refused_and_not_spent", "" },
        { "upstream.disabled", "AuthorityTests", "A_disabled_account_is_as_good_as_none", "" },
        { "upstream.logout-event", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "" },
        { "upstream.logout-nonce", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "" },
        { "upstream.logout-once", "BackchannelTests", "A_logout_token_counts_once", "" },
        { "upstream.logout-whom", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "" },
        { "upstream.metadata-iss", "AuthorityTests", "Metadata_that_breaks_the_rules_keeps_the_authority_disabled", "" },
        { "upstream.metadata-issuer", "AuthorityTests", "Metadata_that_breaks_the_rules_keeps_the_authority_disabled", "" },
        { "upstream.metadata-origin", "AuthorityTests", "Metadata_that_breaks_the_rules_keeps_the_authority_disabled", "" },
        { "upstream.metadata-s256", "AuthorityTests", "Metadata_that_breaks_the_rules_keeps_the_authority_disabled", "" },
        { "upstream.nonce", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "" },
        { "upstream.own-login", "OwnLoginTests", "Only_break_glass_administrators_with_two_factors_sign_on_and_every_time_is_an_alarm", "" },
        { "upstream.refetch-rate", "RelyingPartyTests", "Unknown_keys_make_at_most_one_fetch_a_minute", "" },
        { "upstream.response-iss", "AuthorityTests", "F4_an_answer_without_the_issuer_or_of_another_is_a_mix_up", "" },
        { "upstream.role", "AuthorityTests", "F13_a_role_that_is_not_confirmed_denies", "" },
        { "upstream.same-sub", "PortalTests", "A_refresh_that_answers_for_somebody_else_ends_the_session", "" },
        { "upstream.second-factor", "AuthorityTests", "Who_needs_two_factors_here_needs_them_there", "" },
        { "upstream.state-once", "AuthorityTests", "F5_a_state_is_good_once", "" },
        { "upstream.sub", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "" },
        { "upstream.userinfo-sub", "AuthorityTests", "F8_oidcc_client_test_userinfo_invalid_sub", "" },
        { "http.host", "FrontGuardTests", "A_host_that_is_not_ours_is_refused", "" },
        { "http.length", "FrontGuardTests", "A_request_that_two_readers_could_read_differently_is_refused_and_the_connection_closed", "" },
        { "http.type", "FrontGuardTests", "A_body_of_another_type_is_refused_before_anything_reads_it", "" },
        { "audit.witness.signature", "WitnessTests", "A_checkpoint_that_is_not_signed_by_the_key_beside_it_is_refused", "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Without_this_guard_this_test_fails(string guard, string type, string method, string row)
    {
        TestGuards.TakeAway(guard);
        Assert.True(await OneTest.FailureOfAsync(type, method, row) is not null, $"{type}.{method} does not notice that {guard} is away");
    }

    [Fact]
    public void Every_guard_of_the_sources_is_listed_here_or_in_a_room_of_its_own_and_nothing_else_is()
    {
        var guards = Literals(Folder("hub"), Asked()).Concat(Literals(Folder("node"), Asked())).Concat(Literals(Folder("portal"), Asked())).ToHashSet(StringComparer.Ordinal);
        var own = Literals(Folder("tests"), Elsewhere()).ToHashSet(StringComparer.Ordinal);
        var listed = Rows.Select(row => (string)row[0]!).ToList();

        Assert.True(guards.Count > 150, $"only {guards.Count} guards found");
        Assert.Equal([], guards.Except(listed).Except(own).Order(StringComparer.Ordinal));
        Assert.Equal([], listed.Except(guards).Order(StringComparer.Ordinal));
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<string> Literals(IEnumerable<string> files, Regex pattern) => files.SelectMany(file => pattern.Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Folder(string name) => Directory.EnumerateFiles(Path.Combine(Repository.Root, name), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(file) != nameof(MutationTests) + ".cs");

    [GeneratedRegex("IsOn\\(\"([a-z0-9.-]+)\"\\)")]
    private static partial Regex Asked();

    [GeneratedRegex("\"([a-z0-9]+\\.[a-z0-9-]+)\"")]
    private static partial Regex Elsewhere();
}
