using CityOps.Portal.Kit;

namespace CityOps.Portal.Organisations;

/// <summary>The texts of the desk of organisations.</summary>
public sealed class OrganisationWords(Language language) : WordTable(language)
{
    private static readonly string[] AllKinds = ["government", "department", "operator", "enterprise", "community", "other"];

    public string Organisations => In("机构", "Organisations");
    public string OrganisationsLead => In("本级的部门、单位与下属机构；权限范围随机构及其下属", "Departments, units and those below them; rights in an organisation reach all below it");
    public string New => In("新建机构", "New organisation");
    public string NewLead => In("机构在树中的位置建好后不能更改：权限会随之移动。", "Its place in the tree is fixed once made, or rights would move with it.");
    public string Search => In("代码或名称", "Id or name");
    public string Under => In("所属机构（含其下属）", "Under (it and all below)");
    public string Id => In("机构代码", "Id");
    public string IdHelp => In("1–32 个字母、数字、- 或 _", "1 to 32 letters, digits, - or _");
    public string Name => In("名称", "Name");
    public string Kind => In("类别", "Kind");
    public string Region => In("行政区划", "Region");
    public string RegionHelp => In("六位代码，须在本级或上级机构范围内", "six digits, within the parent's or this platform's region");
    public string Parent => In("上级机构", "Parent");
    public string ParentHelp => In("上级机构代码；不填为最高一级", "Id of the parent; empty for a root");
    public string CreditCode => In("统一社会信用代码", "Credit code");
    public string Path => In("位置", "Place");
    public string None => In("没有符合条件的机构。", "No organisation fits.");
    public string NoneNote => In("请换个条件，或新建机构。", "Try another filter, or make one.");
    public string Data => In("机构信息", "Data");
    public string Save => In("保存", "Save");
    public string Below => In("下属机构", "Below it");
    public string NoBelow => In("没有下属机构。", "None.");
    public string NewBelow => In("新建下属机构", "New organisation below");
    public string People => In("人员", "People");
    public string NoPeople => In("没有人员。", "Nobody.");
    public string AllPeople => In("全部人员", "All its people");
    public string AllBelow => In("全部下属", "All below");
    public string Person => In("姓名", "Name");
    public string State => In("状态", "State");
    public string Post => In("职务", "Post");
    public string Root => In("最高一级", "a root");

    public IReadOnlyList<Option> Kinds => [.. AllKinds.Select(kind => new Option(kind, KindOf(kind)))];

    public string KindOf(string kind) => kind switch
    {
        "government" => In("政府", "government"),
        "department" => In("部门", "department"),
        "operator" => In("运营单位", "operator"),
        "enterprise" => In("企业", "enterprise"),
        "community" => In("社区", "community"),
        _ => In("其他", "other"),
    };
}
