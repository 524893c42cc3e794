using CityOps.Tests.SignOn.Mutations;
using Xunit;

namespace CityOps.Tests.SignOn.Conformance;

/// <summary>
/// The modules of the OpenID Foundation's conformance suite that apply, by their own names (security.md 4.3: Basic OP, Config OP, RP-initiated and back-channel
/// logout, FAPI 2 final without mutual TLS, relying party): each runs the test that does what the module does, so that a later official run maps one to one.
/// </summary>
public sealed class ModuleTests
{
    public static TheoryData<string, string, string, string> Modules => new()
    {
        { "oidcc-server", "OpConformanceTests", "Oidcc_server", "" },
        { "oidcc-response-type-missing", "OpConformanceTests", "Oidcc_response_type_missing", "" },
        { "oidcc-idtoken-signature", "CodeGrantTests", "Oidcc_idtoken_signature_the_id_token_is_rs256_and_says_only_what_it_should", "" },
        { "oidcc-idtoken-unsigned", "DiscoveryTests", "Lists_hold_what_is_offered", "" },
        { "oidcc-userinfo-get", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "" },
        { "oidcc-userinfo-post-header", "UserInfoTests", "Oidcc_userinfo_post_header", "" },
        { "oidcc-userinfo-post-body", "UserInfoTests", "Oidcc_userinfo_post_body_is_refused", "" },
        { "oidcc-ensure-request-without-nonce-succeeds-for-code-flow", "CodeGrantTests", "Oidcc_ensure_request_without_nonce_succeeds_for_code_flow", "" },
        { "oidcc-scope-profile", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "openid profile" },
        { "oidcc-scope-email", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "openid email" },
        { "oidcc-scope-address", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "openid address" },
        { "oidcc-scope-phone", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "openid phone" },
        { "oidcc-scope-all", "UserInfoTests", "Oidcc_scope_each_scope_brings_its_claims", "address phone email" },
        { "oidcc-alternate-happy-flow", "OpConformanceTests", "Oidcc_requests_that_succeed", "scope" },
        { "oidcc-display-page", "OpConformanceTests", "Oidcc_requests_that_succeed", "page" },
        { "oidcc-display-popup", "OpConformanceTests", "Oidcc_requests_that_succeed", "popup" },
        { "oidcc-prompt-login", "OpConformanceTests", "Oidcc_prompt_login", "" },
        { "oidcc-prompt-none-not-logged-in", "OpConformanceTests", "Oidcc_prompt_none_not_logged_in", "" },
        { "oidcc-prompt-none-logged-in", "OpConformanceTests", "Oidcc_prompt_none_logged_in", "" },
        { "oidcc-max-age-1", "OpConformanceTests", "Oidcc_max_age_1", "" },
        { "oidcc-max-age-10000", "OpConformanceTests", "Oidcc_max_age_10000", "" },
        { "oidcc-ensure-request-with-unknown-parameter-succeeds", "OpConformanceTests", "Oidcc_requests_that_succeed", "extra" },
        { "oidcc-id-token-hint", "OpConformanceTests", "Oidcc_id_token_hint", "" },
        { "oidcc-login-hint", "OpConformanceTests", "Oidcc_login_hint_fills_the_form_and_ui_locales_choose_the_language", "" },
        { "oidcc-ui-locales", "OpConformanceTests", "Oidcc_requests_that_succeed", "ui_locales" },
        { "oidcc-claims-locales", "OpConformanceTests", "Oidcc_requests_that_succeed", "claims_locales" },
        { "oidcc-ensure-request-with-acr-values-succeeds", "OpConformanceTests", "Oidcc_requests_that_succeed", "acr_values" },
        { "oidcc-codereuse", "CodeGrantTests", "B1_Oidcc_codereuse_the_second_use_is_refused_and_kills_the_tokens_of_the_first", "" },
        { "oidcc-codereuse-30seconds", "CodeGrantTests", "Oidcc_codereuse_30seconds", "" },
        { "oidcc-ensure-registered-redirect-uri", "OpConformanceTests", "Oidcc_ensure_registered_redirect_uri", "" },
        { "oidcc-ensure-post-request-succeeds", "OpConformanceTests", "Oidcc_ensure_post_request_succeeds", "" },
        { "oidcc-server-client-secret-post", "SqliteClientDoorTests", "A_secret_in_the_form_and_a_public_client_enter_each_by_its_own_way", "" },
        { "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", "OpConformanceTests", "Oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported", "" },
        { "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "OpConformanceTests", "Oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported", "" },
        { "oidcc-claims-essential", "UserInfoTests", "Oidcc_claims_essential_claims_asked_for_by_name_are_told_and_unknown_ones_left_out", "" },
        { "oidcc-ensure-request-object-with-redirect-uri", "OpConformanceTests", "Oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported", "" },
        { "oidcc-refresh-token", "RefreshGrantTests", "Oidcc_refresh_token_the_same_user_at_the_same_sign_on_with_new_times_and_no_nonce", "" },
        { "oidcc-ensure-request-with-valid-pkce-succeeds", "CodeGrantTests", "Oidcc_server_a_code_brings_tokens_that_say_who_signed_on", "" },
        { "oidcc-discovery-endpoint-verification", "DiscoveryTests", "Oidcc_discovery_endpoint_verification", "" },
        { "oidcc-rp-initiated-logout-discovery-endpoint-verification", "DiscoveryTests", "Oidcc_discovery_endpoint_verification", "" },
        { "oidcc-rp-initiated-logout", "LogoutTests", "Oidcc_rp_initiated_logout", "" },
        { "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri" },
        { "oidcc-rp-initiated-logout-modified-id-token-hint", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-modified-id-token-hint" },
        { "oidcc-rp-initiated-logout-no-id-token-hint", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-no-id-token-hint" },
        { "oidcc-rp-initiated-logout-no-params", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-no-params" },
        { "oidcc-rp-initiated-logout-no-post-logout-redirect-uri", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-no-post-logout-redirect-uri" },
        { "oidcc-rp-initiated-logout-no-state", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-no-state" },
        { "oidcc-rp-initiated-logout-only-state", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-only-state" },
        { "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri" },
        { "oidcc-rp-initiated-logout-bad-id-token-hint", "AskingModuleTests", "Logout_by_the_application", "oidcc-rp-initiated-logout-bad-id-token-hint" },
        { "oidcc-backchannel-logout-discovery-endpoint-verification", "DiscoveryTests", "Oidcc_discovery_endpoint_verification", "" },
        { "oidcc-backchannel-rp-initiated-logout", "LogoutTests", "Oidcc_backchannel_rp_initiated_logout", "" },
        { "fapi2-security-profile-final-happy-flow", "RealClientTests", "Openid_client_with_a_key_of_its_own_pushes_its_requests", "" },
        { "fapi2-security-profile-final-discovery-end-point-verification", "DiscoveryTests", "Oidcc_discovery_endpoint_verification", "" },
        { "fapi2-security-profile-final-access-token-type-header-case-sensitivity", "UserInfoTests", "Access_token_type_header_case_sensitivity", "" },
        { "fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second", "CodeGrantTests", "B1_Oidcc_codereuse_the_second_use_is_refused_and_kills_the_tokens_of_the_first", "" },
        { "fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code", "CodeGrantTests", "Ensure_token_endpoint_fails_with_expired_auth_code", "" },
        { "fapi2-security-profile-final-ensure-authorization-request-without-state-success", "AskingModuleTests", "A_request_succeeds", "without-state" },
        { "fapi2-security-profile-final-ensure-authorization-request-without-nonce-success", "AskingModuleTests", "A_request_succeeds", "without-nonce" },
        { "fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success", "AskingModuleTests", "A_request_succeeds", "64-char" },
        { "fapi2-security-profile-final-ensure-authorization-request-with-long-nonce", "AskingModuleTests", "A_request_succeeds", "long-nonce" },
        { "fapi2-security-profile-final-ensure-authorization-request-with-long-state", "AskingModuleTests", "A_request_succeeds", "long-state" },
        { "fapi2-security-profile-final-ensure-other-scope-order-succeeds", "AskingModuleTests", "A_request_succeeds", "scope-order" },
        { "fapi2-security-profile-final-ensure-registered-redirect-uri", "AskingModuleTests", "A_pushed_request_is_refused", "registered-redirect-uri" },
        { "fapi2-security-profile-final-ensure-response-type-code-idtoken-fails", "AskingModuleTests", "A_pushed_request_is_refused", "code-idtoken" },
        { "fapi2-security-profile-final-ensure-response-type-token-fails", "AskingModuleTests", "A_pushed_request_is_refused", "type-token" },
        { "fapi2-security-profile-final-ensure-holder-of-key-required", "CodeGrantTests", "Ensure_holder_of_key_required", "" },
        { "fapi2-security-profile-final-dpop-negative-tests", "SqliteDpopTests", "A_header_that_is_not_a_proofs_is_refused", "" },
        { "fapi2-security-profile-final-check-dpop-proof-nbf-exp", "SqliteDpopTests", "Claims_that_are_not_of_this_call_are_refused", "" },
        { "fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds", "SqliteDpopTests", "What_the_rfc_forgives_is_forgiven", "" },
        { "fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-after-succeeds", "SqliteDpopTests", "What_the_rfc_forgives_is_forgiven", "" },
        { "fapi2-security-profile-final-ensure-dpop-auth-code-binding-success", "CodeGrantTests", "Ensure_dpop_auth_code_binding_success_and_mismatch", "" },
        { "fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails", "CodeGrantTests", "Ensure_dpop_auth_code_binding_success_and_mismatch", "" },
        { "fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt", "CodeGrantTests", "Ensure_dpop_auth_code_binding_success_and_mismatch", "" },
        { "fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt", "CodeGrantTests", "Ensure_dpop_auth_code_binding_success_and_mismatch", "" },
        { "fapi2-security-profile-final-par-ensure-pkce-required", "AskingModuleTests", "A_pushed_request_is_refused", "pkce-required" },
        { "fapi2-security-profile-final-par-plain-pkce-rejected", "AskingModuleTests", "A_pushed_request_is_refused", "plain-pkce" },
        { "fapi2-security-profile-final-ensure-pkce-code-verifier-required", "AskingModuleTests", "A_code_without_its_verifier_is_worthless", "verifier-required" },
        { "fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected", "AskingModuleTests", "A_code_without_its_verifier_is_worthless", "incorrect" },
        { "fapi2-security-profile-final-par-attempt-reuse-request_uri", "PushedTests", "Par_attempt_reuse_request_uri", "" },
        { "fapi2-security-profile-final-par-attempt-to-use-expired-request_uri", "PushedTests", "Par_attempt_to_use_expired_request_uri", "" },
        { "fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds", "PushedTests", "Par_ensure_reused_request_uri_prior_to_auth_completion_succeeds", "" },
        { "fapi2-security-profile-final-par-attempt-invalid-http-method", "PushedTests", "Par_attempt_invalid_http_method", "" },
        { "fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param", "AskingModuleTests", "A_pushed_request_is_refused", "form-param" },
        { "fapi2-security-profile-final-par-test-array-as-audience-fails", "SqliteClientDoorTests", "A_statement_for_something_else_is_refused", "" },
        { "fapi2-security-profile-final-par-test-par-endpoint-url-as-audience-fails", "SqliteClientDoorTests", "A_statement_for_something_else_is_refused", "" },
        { "fapi2-security-profile-final-par-test-token-endpoint-url-as-audience-fails", "SqliteClientDoorTests", "A_statement_for_something_else_is_refused", "" },
        { "fapi2-security-profile-final-par-without-duplicate-parameters", "PushedTests", "Par_without_duplicate_parameters", "" },
        { "fapi2-security-profile-final-refresh-token", "RefreshGrantTests", "Oidcc_refresh_token_the_same_user_at_the_same_sign_on_with_new_times_and_no_nonce", "" },
        { "fapi2-security-profile-final-user-rejects-authentication", "OpConformanceTests", "Fapi2_user_rejects_authentication", "" },
        { "oidcc-client-test", "RelyingPartyTests", "What_the_standard_allows_signs_on", "oidcc-client-test" },
        { "oidcc-client-test-invalid-iss", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-invalid-iss" },
        { "oidcc-client-test-missing-sub", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-missing-sub" },
        { "oidcc-client-test-invalid-aud", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-invalid-aud" },
        { "oidcc-client-test-missing-iat", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-missing-iat" },
        { "oidcc-client-test-kid-absent-single-jwks", "RelyingPartyTests", "What_the_standard_allows_signs_on", "oidcc-client-test-kid-absent-single-jwks" },
        { "oidcc-client-test-kid-absent-multiple-jwks", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-kid-absent-multiple-jwks" },
        { "oidcc-client-test-idtoken-sig-none", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-idtoken-sig-none" },
        { "oidcc-client-test-invalid-sig-rs256", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-invalid-sig-rs256" },
        { "oidcc-client-test-nonce-invalid", "RelyingPartyTests", "An_id_token_that_does_not_hold_signs_nobody_on", "oidcc-client-test-nonce-invalid" },
        { "oidcc-client-test-userinfo-invalid-sub", "AuthorityTests", "F8_oidcc_client_test_userinfo_invalid_sub", "" },
        { "oidcc-client-test-discovery-issuer-mismatch", "AuthorityTests", "Metadata_that_breaks_the_rules_keeps_the_authority_disabled", "oidcc-client-test-discovery-issuer-mismatch" },
        { "oidcc-client-test-signing-key-rotation", "RelyingPartyTests", "A_new_key_is_fetched_when_a_token_names_it", "oidcc-client-test-signing-key-rotation" },
        { "oidcc-client-test-signing-key-rotation-just-before-signing", "RelyingPartyTests", "A_new_key_is_fetched_when_a_token_names_it", "just-before-signing" },
        { "oidcc-client-test-refresh-token-invalid-issuer", "PortalTests", "A_refresh_that_answers_for_somebody_else_ends_the_session", "invalid-issuer" },
        { "oidcc-client-test-refresh-token-invalid-sub", "PortalTests", "A_refresh_that_answers_for_somebody_else_ends_the_session", "invalid-sub" },
        { "oidcc-backchannel-rp-logout-token-alg-none", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "alg-none" },
        { "oidcc-backchannel-rp-logout-token-wrong-alg", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "wrong-alg" },
        { "oidcc-backchannel-rp-logout-token-wrong-aud", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "wrong-aud" },
        { "oidcc-backchannel-rp-logout-token-wrong-iss", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "wrong-iss" },
        { "oidcc-backchannel-rp-logout-token-no-event", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "no-event" },
        { "oidcc-backchannel-rp-logout-token-wrong-event", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "wrong-event" },
        { "oidcc-backchannel-rp-logout-token-with-nonce", "BackchannelTests", "F14_a_logout_token_that_does_not_hold_ends_nothing", "with-nonce" },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task The_module_passes(string module, string type, string method, string row)
    {
        var failure = await OneTest.FailureOfAsync(type, method, row);

        Assert.True(failure is null, $"{module}: {failure}");
    }

    [Fact]
    public void Each_stands_here_once()
    {
        var names = Modules.Select(row => (string)row[0]!).ToList();

        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
    }
}
