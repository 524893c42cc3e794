using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Asking;

/// <summary>A page that shows one answer of the deployment: asked, rendered as the page with the parameter <c>Now</c>, or told in words why not.</summary>
internal static class Shows
{
    public static async Task<IResult> PageAsync<TPage, T>(HttpContext http, string path, Refresh? refresh = null)
        where TPage : IComponent
        where T : class
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<T>(http, path);
        return answer.Value is { } value ? await ValueAsync<TPage>(http, refresh, ("Now", value)) : await ProblemAsync(http, answer.Problem!);
    }

    public static async Task<IResult> ValueAsync<TPage>(HttpContext http, Refresh? refresh, params (string Name, object? Value)[] given)
        where TPage : IComponent
    {
        var view = await PageView.OfAsync(http);
        return new PageAnswer<TPage>(StatusCodes.Status200OK, refresh is { } wanted ? view with { Refresh = wanted } : view, given);
    }

    /// <summary>What a form of ours was filled with; missing fields are empty.</summary>
    public static async Task<Form> FormAsync(HttpContext http) => new(await http.Request.ReadFormAsync(http.RequestAborted));

    /// <summary>Asks the deployment to do something; then to another page, or back to the form with the reasons.</summary>
    /// <param name="done">The page to see then, from what was answered.</param>
    /// <param name="again">The form as it was filled, with why it was refused.</param>
    public static async Task<IResult> DoAsync<T>(HttpContext http, HttpMethod method, string path, object? body, Func<T, PageView, string> done, Func<HubProblem, Task<IResult>> again)
        where T : class
    {
        var answer = await http.RequestServices.GetRequiredService<HubClient>().SendAsync<T>(http, method, path, body);
        return answer.Value is { } value ? Results.Redirect(done(value, await PageView.OfAsync(http))) : await again(answer.Problem!);
    }

    public static async Task<IResult> ProblemAsync(HttpContext http, HubProblem problem)
    {
        var words = new AskingWords(http.Request.Query["lang"] == "en" ? Language.English : Language.Chinese);
        var status = problem.Status is 0 or >= 500 ? StatusCodes.Status503ServiceUnavailable : problem.Status;
        return await PortalRoom.NoticeAsync(http, status, new Notice(
            problem.Status == 0 ? words.Unreachable : problem.Title, problem.Detail ?? words.NoDetail, problem.Code, status == StatusCodes.Status503ServiceUnavailable ? words.WaitStep : words.BackStep));
    }

    /// <summary>The parts of this page's address that are handed on to the deployment, with a page length.</summary>
    public static string Query(HttpContext http, int limit, params string[] names)
    {
        var parts = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder { { "limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture) } };
        foreach (var name in names)
        {
            if (http.Request.Query[name] is [{ Length: > 0 } value])
            {
                parts.Add(name, value);
            }
        }

        return parts.ToString();
    }
}

/// <summary>What cannot be taken back is done when its box is ticked; browsers see to that, and this where they do not.</summary>
internal static class Sureness
{
    public const string Field = "sure";

    /// <summary>Why it is not done; null when the box was ticked.</summary>
    public static HubProblem? Missing(HttpContext http, Form form)
    {
        var words = new AskingWords(http.Request.Query["lang"] == "en" ? Language.English : Language.Chinese);
        return form[Field] == "yes" ? null : new HubProblem(StatusCodes.Status422UnprocessableEntity, words.NotSure, words.NotSureDetail, null);
    }
}

/// <summary>The texts of answers that did not come.</summary>
public sealed class AskingWords(Language language) : WordTable(language)
{
    public string Unreachable => In("暂时读不到数据", "The data cannot be read");
    public string NoDetail => In("本平台没有说明原因。", "The platform gave no reason.");
    public string WaitStep => In("请确认本平台的交换服务正在运行，稍后刷新本页。", "Check that this platform's hub is running, then load this page again.");
    public string NotSure => In("尚未确认，没有执行任何操作", "Not confirmed: nothing was done");
    public string NotSureDetail => In("请勾选“我已核对，确认执行”后再提交。", "Tick the box that says you are sure, then send again.");
    public string BackStep => In("请返回上一页核对后再试。", "Go back, check and try again.");
}

/// <summary>A form's fields as they came.</summary>
public sealed class Form(IFormCollection? fields = null)
{
    public string this[string name] => fields?[name].ToString().Trim() ?? "";

    /// <summary>Whether it was sent with that field, filled in or not.</summary>
    public bool Has(string name) => fields?.ContainsKey(name) == true;

    /// <summary>A form as it would come when filled with what is stored.</summary>
    public static Form Of(params (string Name, string? Value)[] stored) => OfLists([.. stored.Select(one => (one.Name, (IReadOnlyList<string>)[one.Value ?? ""]))]);

    /// <summary>The same where fields have several values.</summary>
    public static Form OfLists(params (string Name, IReadOnlyList<string> Values)[] stored) =>
        new(new FormCollection(stored.ToDictionary(one => one.Name, one => new Microsoft.Extensions.Primitives.StringValues([.. one.Values]))));

    /// <summary>Null where nothing was filled in: such members are not sent.</summary>
    public string? Some(string name) => this[name] is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> All(string name) => fields is null ? [] : [.. fields[name].OfType<string>().Where(one => one.Length > 0)];

    /// <summary>Words with blanks, commas or line ends between.</summary>
    public IReadOnlyList<string> Words(string name) => this[name].Split([' ', ',', '，', '、', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An answer of which only matters that it was a yes.</summary>
public sealed record Done;
