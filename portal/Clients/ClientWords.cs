using CityOps.Portal.Kit;

namespace CityOps.Portal.Clients;

/// <summary>The texts of the desk of clients.</summary>
public sealed class ClientWords(Language language) : WordTable(language)
{
    public string Clients => In("应用系统", "Clients");
    public string ClientsLead => In("用统一身份登录本平台人员、或凭密钥调用接口的应用", "Applications that sign people on here, or call interfaces by key");
    public string New => In("登记应用", "Register a client");
    public string NewLead => In("登记后密钥只显示一次。", "Its secret, if it has one, is shown once.");
    public string Search => In("标识或名称", "Id or name");
    public string Id => In("应用标识", "Id");
    public string IdHelp => In("1–64 个字母、数字、- _ .，不能是平台代码的形式", "1 to 64 letters, digits, - _ ., not the form of a platform code");
    public string Name => In("名称", "Name");
    public string Method => In("证明方式", "How it proves itself");
    public string Grants => In("授权方式", "Grants");
    public string Keys => In("密钥", "Keys");
    public string State => In("状态", "State");
    public string Active => In("启用", "active");
    public string Suspended => In("已停用", "suspended");
    public string None => In("还没有登记应用。", "No client was registered yet.");
    public string NoneNote => In("登记后，应用可用统一身份登录，或凭密钥调用接口。", "Once registered it can sign people on, or call interfaces.");
    public string Registration => In("登记信息", "Registration");
    public string Save => In("保存", "Save");
    public string Redirects => In("登录回调地址", "Redirect addresses");
    public string RedirectsHelp => In("每行一个；授权码方式必填", "One a line; needed for the authorization code");
    public string LogoutRedirects => In("退出后返回地址", "Addresses after sign-out");
    public string Backchannel => In("后台退出通知地址", "Back-channel logout address");
    public string Scopes => In("可申请的范围", "Scopes");
    public string ScopesHelp => In("空格分隔，如 openid profile", "With blanks between, such as openid profile");
    public string Resources => In("可申请的受众", "Resources");
    public string Audiences => In("自身受众名", "Its own audience names");
    public string Algorithm => In("身份令牌算法", "ID token algorithm");
    public string Jwks => In("公钥发布地址", "Address of its keys");
    public string JwksHelp => In("仅用于私钥证明的应用", "Only for clients that prove themselves by private key");
    public string Flags => In("其他要求", "Further");
    public string Kid => In("密钥标识", "Key id");
    public string Kind => In("类型", "Kind");
    public string From => In("生效", "From");
    public string Until => In("失效", "Until");
    public string Holds => In("有效", "holds");
    public string NoKeys => In("没有密钥。", "None.");
    public string Retire => In("停用", "Retire");
    public string RetireConsequence => In("用此密钥的调用立即失败。不填时间为立即停用。", "Calls by this key fail from then on. Without a time: now.");
    public string RetireAt => In("停用时间（北京时间，可不填）", "When (China time, may be left out)");
    public string AddSecret => In("增加密钥", "Add a secret");
    public string AddSecretConsequence => In("生成一个只显示一次的新密钥；原有密钥继续有效，换用后请停用旧的。", "A further secret is shown once; the old ones hold on until they are retired.");
    public string AddKey => In("增加公钥", "Add a public key");
    public string AddKeyConsequence => In("持有对应私钥者可以此应用的身份调用。", "Whoever holds its private half can call as this client.");
    public string Jwk => In("公钥（JWK）", "Public key (JWK)");
    public string Suspend => In("停用应用", "Suspend");
    public string SuspendConsequence => In("不能再取得令牌，人员对它的授权一并结束。", "No token any more; what people granted to it ends.");
    public string Resume => In("恢复应用", "Resume");
    public string ResumeConsequence => In("可重新取得令牌；人员须重新授权。", "Tokens again; people grant anew.");
    public string Deeds => In("处置", "What to do");
    public string Secret => In("密钥（只显示一次）", "Secret, shown once");
    public string SecretNote => In("请通过可靠渠道交给应用的负责人。", "Hand it to whoever runs the client, by a safe way.");
    public string ToClient => In("查看应用", "To the client");
    public string PublicKey => In("公钥", "public key");
    public string SharedSecret => In("密钥", "secret");

    public IReadOnlyList<Option> Methods => [.. ((string[])["secret_basic", "secret_post", "private_key_jwt", "none"]).Select(one => new Option(one, MethodOf(one)))];

    public IReadOnlyList<Option> GrantTypes =>
    [
        new("authorization_code", In("人员登录（授权码）", "people sign on (authorization code)")), new("refresh_token", In("保持登录（刷新令牌）", "stay signed on (refresh token)")),
        new("client_credentials", In("系统调用（客户端凭证）", "calls as itself (client credentials)")), new("urn:ietf:params:oauth:grant-type:token-exchange", In("代人调用（令牌交换）", "calls for people (token exchange)")),
    ];

    public IReadOnlyList<Option> FlagOptions =>
    [
        new("firstParty", In("本平台自有应用，不询问本人授权", "of this product: no consent is asked")), new("pushedRequestsOnly", In("只接受推送的授权请求", "pushed requests only")),
        new("dpopOnly", In("令牌绑定密钥（DPoP）", "tokens bound to a key (DPoP)")), new("rotatesRefresh", In("刷新令牌每次更换", "refresh tokens rotate")),
        new("pkceOptional", In("不要求 PKCE", "PKCE not asked")), new("secretAllowed", In("非本机也可用密钥证明", "a secret also beyond this machine")),
    ];

    public static IReadOnlyList<Option> Algorithms => [new("RS256", "RS256"), new("ES256", "ES256"), new("PS256", "PS256")];

    public string MethodOf(string method) => method switch
    {
        "secret_basic" => In("密钥（Basic）", "secret (Basic)"),
        "secret_post" => In("密钥（表单）", "secret (form)"),
        "private_key_jwt" => In("私钥签名", "private key"),
        _ => In("公开应用", "public"),
    };
}
