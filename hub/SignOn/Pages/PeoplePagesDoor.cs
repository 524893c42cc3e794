using CityOps.Hub.Audit;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Account;
using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Authorize.Pushed;
using CityOps.Hub.SignOn.Consent;
using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Logout;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>The part of the door that people in browsers come through: authorize, login, consent, account, logout.</summary>
internal static class PeoplePagesDoor
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(GuardSwitch.AllOn);
        services.TryAddSingleton<AuditLog>();
        AddTables(services);
        AddSessions(services);
        AddAuthorize(services);
        AddPages(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        AuthorizeEndpoints.Map(routes);
        PushedEndpoints.Map(routes);
        LoginEndpoints.Map(routes);
        SecondEndpoints.Map(routes);
        PasswordEndpoints.Map(routes);
        EnrolEndpoints.Map(routes);
        ConsentEndpoints.Map(routes);
        AccountEndpoints.Map(routes);
        LogoutEndpoints.Map(routes);
        routes.MapGet(StyleSheet.Path, StyleSheet.Answer).ExcludeFromDescription();
    }

    /// <summary>A host with two stores adds the tables with the hub's before it opens the door.</summary>
    public static IServiceCollection AddPageTables(this IServiceCollection services, Engine engine) => services
        .AddSingleton(new InteractionTable(engine))
        .AddSingleton(new PushedTable(engine))
        .AddSingleton(new SessionTable(engine))
        .AddSingleton(new ConsentTable(engine))
        .AddSingleton(new NoticeTable(engine));

    private static void AddTables(IServiceCollection services)
    {
        services.TryAddSingleton<InteractionTable>();
        services.TryAddSingleton<PushedTable>();
        services.TryAddSingleton<SessionTable>();
        services.TryAddSingleton<ConsentTable>();
        services.TryAddSingleton<NoticeTable>();
    }

    private static void AddSessions(IServiceCollection services)
    {
        services.AddSingleton<SessionLife>();
        services.AddSingleton<NoticeDesk>();
        services.TryAddSingleton(room => new OutboundDoor(
            url => room.GetRequiredService<OutboundHttp>().Judge(url),
            (request, ct) => room.GetRequiredService<OutboundHttp>().Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct)));
        services.AddSingleton<NoticeSender>();
        services.AddSingleton<NoticeSweep>();
        services.AddHostedService(room => room.GetRequiredService<NoticeSweep>());
        services.AddSingleton(room => new SessionDesk(
            room.GetRequiredService<SessionTable>(),
            room.GetRequiredService<GrantDesk>(),
            room.GetRequiredService<NoticeDesk>(),
            room.GetRequiredService<AuditLog>(),
            room.GetRequiredService<SessionLife>()));
        services.AddSingleton<SessionStarts>();
        services.AddSingleton(room => new LoginFinish(
            room.GetRequiredService<InteractionDesk>(),
            room.GetRequiredService<SessionStarts>(),
            room.GetRequiredService<SessionDesk>(),
            room.GetRequiredService<AuditLog>()));
        services.AddSingleton<ExpirySweep>();
        services.AddHostedService(room => room.GetRequiredService<ExpirySweep>());
    }

    private static void AddAuthorize(IServiceCollection services)
    {
        services.AddSingleton<InteractionDesk>();
        services.AddSingleton<PushedDesk>();
        services.AddSingleton<PushedIntake>();
        services.AddSingleton<IdTokenHints>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<ConsentDesk>();
        services.AddSingleton<FlowDesk>();
        services.AddSingleton<CodeHandout>();
        services.AddSingleton<AuthorizeAnswers>();
        services.AddSingleton<AuthorizeSteps>();
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddSingleton<Antiforgery>();
        services.AddSingleton<StepDoor>();
        services.AddSingleton<LoginNotes>();
        services.AddSingleton<LoginViews>();
        services.AddSingleton<LoginEnd>();
        services.AddSingleton<FirstFactor>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<ConsentTaking>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<AccountDoor>();
        services.AddSingleton<LogoutJudge>();
        services.AddSingleton<LogoutSessions>();
        services.AddSingleton<LogoutDesk>();
    }
}
